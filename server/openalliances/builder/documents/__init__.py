"""The source documents: passages that claims point to, and how much of them is covered."""
