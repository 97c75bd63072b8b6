"""The ZIP of a table, opened; its CITATION.cff checked by cffconvert."""

import io
import json
import sys
import zipfile
from urllib.request import urlopen

from cffconvert import Citation

server = sys.argv[1]
with urlopen(f"{server}/data/missions.zip?host=somalia") as answer:
    archive = zipfile.ZipFile(io.BytesIO(answer.read()))
citation = Citation(archive.read("CITATION.cff").decode())
citation.validate()
print(json.dumps({"files": archive.namelist(), "bibtex": citation.as_bibtex()}))
