"""Prints what pandas and polars make of columns: how many rows, which columns, what is missing."""

import json
import sys

import pandas
import polars

_, _, columns = sys.argv
given = json.loads(columns)
left = pandas.DataFrame({"country": given["name"]})
joined = left.join(pandas.DataFrame(given))
frame = polars.DataFrame(given)
print(
    json.dumps(
        {
            "pandas": [len(joined), list(joined.columns), int(joined["iri"].isna().sum())],
            "polars": [frame.height, frame.columns, frame["iri"].null_count()],
        }
    )
)
