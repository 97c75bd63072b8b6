"""Where the data set stands: what it is, how good, how complete, how it is cited, what changed.

Each page is a few sections of tables, counted from the release; none says a number by heart.
"""
