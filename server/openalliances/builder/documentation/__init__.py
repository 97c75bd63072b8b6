"""The documentation of the model, gathered at build time, with its diagrams."""
