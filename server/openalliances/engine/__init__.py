"""Who evaluates a query: the interface, and the local pool of worker processes."""
