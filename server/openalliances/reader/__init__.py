"""The reader: any RDF file that somebody has, into statements, or into sentences on what is wrong.

:func:`read` fills a store with files, :func:`examine` only looks whether they can be read.
Both work in a child process that is confined (memory, time, no network), so that no file
can take down or hold up whoever reads it. What a file is, is told by its content and its name:
compression, encoding, format. Its statements are whole to the end, or the file is refused with
line and column; nothing is fetched from anywhere.
"""

from openalliances.reader.files import digests
from openalliances.reader.options import FileRead, Reading, ReadOptions
from openalliances.reader.process import examine, read

__all__ = ["FileRead", "ReadOptions", "Reading", "digests", "examine", "read"]
