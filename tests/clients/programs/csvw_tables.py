"""Tables with their CSVW metadata, as they are sent, checked by the package csvw."""

import json
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.request import urlretrieve

from csvw import CSVW

server, *names = sys.argv[1:]
found = {}
for name in names or ["missions", "mission_hosts", "sources"]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for file in (f"{name}.csv", f"{name}.csv-metadata.json"):
            urlretrieve(f"{server}/data/{file}", place / file)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            table = CSVW(str(place / f"{name}.csv-metadata.json"), validate=True)
            valid = table.is_valid
            rows = len(list(table.tables[0]))
        found[name] = [bool(valid), rows, [str(one.message) for one in told]]
print(json.dumps(found))
