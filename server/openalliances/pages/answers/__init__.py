"""Answers to what somebody asks in the search box, from the tables of the release.

A text is read as a question by patterns (:mod:`.questions`), its names are looked up
(:mod:`.subjects`), and the one function that answers its kind makes a sentence and rows. There is
one answer at most, and none where it is in doubt what is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from openalliances.linking.index import NameIndex
from openalliances.pages.answers import belonging, operations, relations, suspensions, texts
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.questions import Kind, Question, pairs, parted, read
from openalliances.pages.answers.subjects import (
    BODY,
    MISSION,
    PACT,
    STATE,
    Subject,
    agreement,
    of_adjective,
    subject,
)
from openalliances.pages.composed.english import sentence_start
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_ANSWERED: Mapping[Kind, tuple[tuple[str, ...], Callable[..., Answer | None]]] = {
    Kind.MISSIONS: ((STATE, BODY), operations.of),
    Kind.ALLIES: ((STATE,), relations.allies),
    Kind.MEMBERS: ((BODY, PACT), belonging.members),
    Kind.LEADER: ((MISSION,), operations.leader),
    Kind.LEAVERS: ((BODY, PACT), belonging.leavers),
    Kind.TREATIES: ((STATE,), texts.treaties),
}
"""For each kind of question about one thing: what that may be, and what answers."""
_WHOM = frozenset(("who", "whom", "qui"))
"""Words for all states: who was allied with whom."""
_OF_ADJECTIVES = frozenset((Kind.ALLIES, Kind.TREATIES))
"""Questions in which a state may be named by its adjective: Russian treaties."""
_ANY = (STATE, BODY, PACT)


def answer(view: View, text: str) -> Answer | None:
    """Return the answer to the question *text*, None where there is none or it is in doubt.

    :raises ReleaseDamagedError: if the tables or the names cannot be read.
    :raises QueryTimeoutError: if reading them takes too long.
    """
    site = view.site
    if site.tables is None or not site.has_facts:
        return None
    question = read(text)
    with site.tables.reading(site.settings.query_timeout) as reader:
        if question is not None:
            found = _answered(view, reader, question, text)
        else:
            found = _pair(view, reader, site.names, text)
    return replace(found, sentence=sentence_start(found.sentence)) if found else None


def _answered(view: View, reader: Reader, question: Question, text: str) -> Answer | None:
    if question.kind is Kind.RESOLUTION:
        return relations.resolution(view, reader, question.first)
    index, year = view.site.names, _year(question)
    if question.kind is Kind.MEMBERSHIP:
        member = subject(index, question.first, (STATE, BODY), year)
        body = subject(index, question.second, (BODY, PACT), year)
        return belonging.membership(view, reader, member, body) if member and body else None
    if question.kind is Kind.ALLIES and question.first.lower() in _WHOM:
        return relations.world(view, reader, question.date) if question.date else None
    if question.kind is Kind.SUSPENSIONS:
        return _suspensions(view, reader, question)
    if question.kind is Kind.RUNNING:
        leader = subject(index, question.second, (BODY, STATE), year) if question.second else None
        if question.second and leader is None:
            return None
        return operations.running(view, reader, question.first, question.date, leader)
    if question.kind is Kind.TREATIES and question.second:
        return _signed_by_both(view, reader, question)
    if question.kind is Kind.SUPPORT:
        helped = agreement(index, question.first)
        return operations.supporting(view, reader, helped, question.date) if helped else None
    if question.kind is Kind.PACTS:
        bound = subject(index, question.first, (STATE,), year) or of_adjective(
            index, question.first
        )
        return texts.pacts_of(view, reader, bound, question.date, text) if bound else None
    kinds, answers = _ANSWERED[question.kind]
    found = subject(index, question.first, kinds, year)
    if found is None and question.kind in _OF_ADJECTIVES:
        found = of_adjective(index, question.first)
    return answers(view, reader, found, question.date) if found else None


def _suspensions(view: View, reader: Reader, question: Question) -> Answer | None:
    """Return what is recorded of suspensions of one thing, or of a member in a body."""
    index, year = view.site.names, _year(question)
    if question.second:
        ways: Iterable[Question] = (question,)
    elif one := subject(index, question.first, (STATE, BODY), year):
        told = suspensions.of_state if one.kind == STATE else suspensions.of_body
        return told(view, reader, one, question.date)
    else:
        ways = (*parted(question.first), *pairs(question.first))
    for way in ways:
        first, second = (
            subject(index, name, (STATE, BODY), year) for name in (way.first, way.second)
        )
        if first and second and {first.kind, second.kind} == {STATE, BODY}:
            state, body = (first, second) if first.kind == STATE else (second, first)
            return suspensions.between(view, reader, state, body, question.date)
    return None


def _signed_by_both(view: View, reader: Reader, question: Question) -> Answer | None:
    """Return what two states signed; "and" may also stand in the name of one."""
    index, year = view.site.names, _year(question)
    names = (question.first, question.second)
    one, other = (subject(index, name, (STATE,), year) for name in names)
    if one and other:
        return texts.treaties(view, reader, one, question.date, other)
    whole = subject(index, " and ".join(names), (STATE,), year)
    return texts.treaties(view, reader, whole, question.date) if whole else None


def _pair(view: View, reader: Reader, index: NameIndex, text: str) -> Answer | None:
    """Return what is recorded of two things whose names stand side by side."""
    known: dict[str, Subject | None] = {}
    found = []
    for pair in pairs(text):
        for name in (pair.first, pair.second):
            if name not in known:
                known[name] = subject(index, name, _ANY, _year(pair))
        one, other = known[pair.first], known[pair.second]
        if one and other and one.id != other.id:
            found.append((one, other))
    if len(found) != 1:
        return None
    one, other = found[0]
    if {one.kind, other.kind} == {STATE}:
        return relations.two_states(view, reader, one, other)
    if STATE not in (one.kind, other.kind):
        return None
    state, body = (one, other) if one.kind == STATE else (other, one)
    belongs = belonging.spells(view, reader, state, body)
    led = operations.led_in(view, reader, body, state)
    # "NATO Bosnia" asks for what NATO did there, "Bosnia NATO" for what it is to NATO.
    return (belongs or led) if one is state else (led or belongs)


def _year(question: Question) -> int | None:
    return int(question.date[:4]) if question.date else None
