"""Records: rows of tables that become facts with their citations, and go back to rows.

A maintainer writes a row, or fills in a template; what is published is Turtle.
Each kind of record is one :class:`~openalliances.records.templates.Template`,
and import, export and ``new`` all read that one table.
"""
