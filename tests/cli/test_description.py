"""What ``show`` prints of one thing."""

from openalliances.cli.description import show_description
from openalliances.things.description import Description, Group, Inside, Node, Statement, Text


def node(name):
    return Node(Text(name), f"http://pact.example/{name}")


def test_what_stands_behind_a_blank_node_is_in_the_line(capsys):
    street = Group(node("street"), (Statement(Node(Text("1 Peace Road"))),))
    address = Node(Text("nameless"), inside=Inside(groups=(street,)))
    group = Group(node("address"), (Statement(address),))
    show_description(Description("http://pact.example/hq", Text("HQ"), outgoing=(group,)))
    assert "street: 1 Peace Road" in capsys.readouterr().out
