"""The description of the HTTP interface (OpenAPI 3.1), made from the tables that the doors use.

One file for each part of the interface returns its paths; :mod:`.document` puts them together. A
test asks the router of the pages and the lists of the other door for all that they answer.
"""
