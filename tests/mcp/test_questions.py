"""Questions that people ask, answered by tool calls alone.

``questions.csv`` has for each the calls as JSON (tool and arguments), and what the last answer has
to say, judged from the tables in ``data/tables`` and the sources that they name (``judged_by``),
never from an answer. A key is a path into the answer: ``rows.*.start`` takes the value of each
row, ``facts[property=end date].value`` those of the facts with that property; ``~`` behind it
asks for a text in it. ``null`` says that nothing stands there.
"""

import csv
import json
import re
from pathlib import Path

import pytest

_TEXT = Path(__file__).with_name("questions.csv").read_text(encoding="utf-8")
QUESTIONS = list(csv.DictReader(_TEXT.splitlines()))
_STEP = re.compile(r"\.?(\w+)(?:\[(\w+)=([^\]]*)\])?|\.(\*)")


def found(value, path):
    """Return what stands at *path*; a list where it leads to several."""
    several = False
    values = [value]
    for step in _STEP.finditer(path):
        name, key, wanted, star = step.groups()
        if star:
            several = True
            values = [one for many in values for one in many]
        elif name.isdigit():
            values = [many[int(name)] for many in values if len(many) > int(name)]
        else:
            values = [one.get(name) for one in values if isinstance(one, dict)]
        if key:
            several = True
            rows = [row for many in values for row in many or ()]
            values = [row for row in rows if str(row.get(key)) == wanted]
    return values if several else next(iter(values), None)


@pytest.mark.parametrize("row", QUESTIONS, ids=[row["question"][:60] for row in QUESTIONS])
def test_a_question_is_answered_by_tools_alone(agent, row):
    *before, last = [agent.call(*call) for call in json.loads(row["calls"])]
    assert not [said.text for said in before if said.is_error]
    for path, right in json.loads(row["expected"]).items():
        if path == "error~":
            assert last.is_error
            assert right in last.text
        elif path.endswith("~"):
            assert right in str(found(last.value, path[:-1]))
        else:
            assert not last.is_error, last.text
            assert found(last.value, path) == right, path


def test_there_are_questions_enough_and_each_says_how_it_was_judged():
    assert len(QUESTIONS) >= 25
    assert all(row["judged_by"] for row in QUESTIONS)


def test_each_tool_answers_some_question_or_is_tried_elsewhere(agent):
    asked = {call[0] for row in QUESTIONS for call in json.loads(row["calls"])}
    other = {"search", "list_examples", "run_example", "cite"}
    assert asked | other == {tool.name for tool in agent.tools()}
