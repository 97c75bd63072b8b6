"""Legal texts, and the operations that help to carry them out."""

from openalliances.facts import instruments


def test_an_agreement_has_the_operations_that_support_it(reader):
    assert instruments.supporters(reader, "peace-agreement/truce") == ("mission/first",)
    assert instruments.supporters(reader, "peace-agreement/none") == ()
