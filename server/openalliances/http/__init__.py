"""HTTP without any framework: negotiation, content codings, URLs."""
