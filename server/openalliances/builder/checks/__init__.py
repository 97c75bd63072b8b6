"""What a release must keep to: shapes, queries, names, and how problems are told."""
