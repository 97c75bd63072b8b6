"""One composer for each kind of page: from values to models that templates show."""
