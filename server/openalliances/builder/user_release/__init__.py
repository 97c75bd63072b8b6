"""A user's files as a release: what it has beside its store, in the order of its making.

The reader has filled the store. Then it is counted (``survey``), named (``head``), placed
(``namespace``), documented (``documentation``), described as VoID (``void``) and written to
files to download (``dumps``); ``pipeline`` does all of it. What a step costs is bounded: of a
large set only counts by the store and one dump, of a small one everything.
"""
