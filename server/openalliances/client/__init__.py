"""Our side of a conversation with a store of others: push over the Graph Store Protocol."""
