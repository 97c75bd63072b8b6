"""What we say about a thing, as values."""
