"""What the tables of a release say of a thing, on a day: plain values, which know no pages.

All is read from the SQLite of the release (:mod:`openalliances.tabular`); nothing is asked of the
store. Ids are what follows ``/id/`` in an IRI, dates are as they were written: a day, a month or
a year.
"""
