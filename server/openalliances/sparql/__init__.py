"""The SPARQL 1.1 Protocol without input or output: request to plan, result to bytes."""
