"""Data frames take the columns that the join gives."""

import json

from openalliances.linking.sequences import reconcile

from ..linking.coded import coded


def test_data_frames_take_the_columns(python_client, tmp_path):
    columns = reconcile(coded(tmp_path), ["North Yemen", "qwertz", None])
    told = python_client("joined_frames.py", "pandas", json.dumps(columns))
    assert told == {
        "pandas": [3, ["country", *columns], 2],
        "polars": [3, list(columns), 2],
    }
