"""From names to things."""
