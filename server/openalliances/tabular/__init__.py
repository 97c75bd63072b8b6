"""The tables of a release, read: definitions, rows, selections, and the forms they are sent in.

It knows files and values, no request and no page; :mod:`openalliances.web.data` speaks HTTP.
"""
