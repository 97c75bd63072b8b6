"""From files to a release: read, infer, check, write."""
