"""Reconcile columns of data frames with the package reconciler; print what it makes of them."""

import json
import sys

import pandas as pd
from reconciler import reconcile

service = sys.argv[1] + "/reconcile"
frame = pd.DataFrame(
    {
        "name": ["Burundi", "Tanzania", "AMISOM", "state/burundi", *["Burundi"] * 30],
        "year": [1999] * 34,
    }
)
names = frame["name"].drop_duplicates()
found = {
    "plain": reconcile(names, reconciliation_endpoint=service),
    "typed": reconcile(names[:2], type_id="State", reconciliation_endpoint=service),
    "all": reconcile(names[:2], top_res="all", reconciliation_endpoint=service),
    "with_years": reconcile(
        names, property_mapping={"year": frame["year"][:4]}, reconciliation_endpoint=service
    ),
    "french": reconcile(names[:1], reconciliation_endpoint=service + "/fr"),
}
columns = ["input_value", "id", "name", "match", "score", "type_id"]
print(json.dumps({key: table[columns].to_dict("records") for key, table in found.items()}))
