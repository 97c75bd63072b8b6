"""Two to five things of a kind side by side: ``/compare?ids=kenya~uganda``."""
