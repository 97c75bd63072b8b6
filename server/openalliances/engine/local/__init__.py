"""The local engine: worker processes that are forked, confined and killed."""
