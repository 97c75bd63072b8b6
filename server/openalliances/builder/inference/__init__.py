"""What follows from the data: derived statements and the OWL 2 RL closure."""
