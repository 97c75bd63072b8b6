"""Pages: one module for each kind, whose ``page`` makes the HTML from values, without a request.

A module reads what it needs of the site (:mod:`.site`), puts it into a view model (frozen
dataclasses, which tests build by hand) and gives that to a template (:mod:`.render`).
"""
