"""Links to other data sets: their tables, what has to hold of them, and what is made of them.

They are published after reasoning and validation, which see nothing of them: what SKOS or OWL
conclude from a match must not spread over things of others.
"""
