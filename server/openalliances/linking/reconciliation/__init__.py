"""The Reconciliation Service API 0.2, without HTTP: from a batch of names to identifiers, and on.

https://reconciliation-api.github.io/specs/0.2/ (W3C Entity Reconciliation Community Group). What
is asked for comes as JSON or text, what is answered are values that become JSON. Whose name is
meant decides :func:`openalliances.linking.match.match` alone.
"""
