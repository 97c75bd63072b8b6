"""Adjudication: which of several reported values is published, by which rule, and why.

:data:`ADJUDICATION_RULES` has the rules in the order in which they are asked; each is a
concept of the vocabulary ``adjudication-rule``. Nothing that a source says is dropped: what is
not chosen stays at its citation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from openalliances.tables.authorities import CREDIBLE, ORDER, Authorities
from openalliances.tables.columns import Column
from openalliances.tables.dates import agree, latest
from openalliances.tables.decisions import Decision
from openalliances.tables.fillers import Fillers
from openalliances.tables.lifetimes import Lifetime, Lifetimes
from openalliances.tables.row_rules import NOT_CHECKED
from openalliances.tables.rows import Row

ADJUDICATION_RULES = (
    "decision",
    "filler",
    "precision",
    "later-look",
    "possible",
    "seen",
    "authority",
    "event",
    "later-source",
    "first-row",
)
"""The rules in the order in which they are asked."""

_STANDING = ADJUDICATION_RULES[4:]
"""The rule that decides where the standings of two rows first differ."""

_MOST_EXACT = "What says it most exactly is published."
_REASONS = {
    "precision": f"The sources agree as far as each of them knows. {_MOST_EXACT}",
    "possible": "On the other date the member did not exist, or no longer, or the arrangement had "
    "ended.",
    "seen": "Somebody has read it in its source, and nobody has looked up what differs.",
    "event": "The event by which it took effect goes before a step towards it, and both before "
    "the first or last day of a list.",
    "later-source": "Of sources of one authority the later one is followed.",
    "first-row": "Nothing tells the sources apart; the first row is followed.",
}
_STEPS = frozenset(("signature", "ratification", "authorization", "provisional", "suspension"))
_LISTS = frozenset(("listed-from", "listed-to", "observed-from", "observed-to"))


@dataclass(frozen=True, slots=True)
class Choice:
    """What is published of a column and of the kind beside it, and how it was chosen.

    ``value`` and ``kind`` are empty where none is published; ``rule`` is empty where nothing had
    to be chosen. ``chosen`` and ``rejected`` are the rows on either side.
    """

    value: str = ""
    kind: str = ""
    rule: str = ""
    reason: str = ""
    chosen: tuple[Row, ...] = ()
    rejected: tuple[Row, ...] = ()
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of a thing as a witness for one column.

    ``value`` is as much of its cell as the source knows, empty for an empty cell; ``looked`` the
    last day of which the source knows. The smaller ``standing`` is believed: possible or not, seen
    or not, authority, sort of event, how late the source is, number of the row.
    """

    row: Row
    cell: str
    value: str
    kind: str
    standing: tuple[int, int, int, int, int, int]
    lifetime: Lifetime
    looked: str
    published_on: str

    @property
    def seen(self) -> bool:
        """Whether somebody has read it."""
        return self.standing[1] == 0

    @property
    def rank(self) -> int:
        """How far its source stands from the fact."""
        return self.standing[2]

    @property
    def credible(self) -> bool:
        """Whether it was seen, in a source that makes a difference count."""
        return self.seen and self.rank < CREDIBLE

    def goes_on_after(self, ends: Sequence[Candidate]) -> bool:
        """Whether its source was seen, looked later than each of the *ends*, and gives none.

        A row that only gives a place or a name shows nothing: it has to say that the thing holds,
        or when it began.
        """
        says = "observed" in self.row.cells or "start" in self.row.cells
        unended = says and not (self.value or self.kind) and self.seen and self.row.has_source
        of_this = self.looked <= self.lifetime[1]
        return unended and of_this and self.looked > max(latest(end.value) for end in ends)

    def outlooks(self, end: Candidate) -> bool:
        """Whether it looked later than the source of an *end* that stands no nearer."""
        known = end.looked or end.published_on
        return bool(known) and known < self.looked and self.rank <= end.rank


@dataclass(frozen=True, slots=True)
class Adjudicator:
    """Chooses among the rows of a thing by what is known of their sources."""

    authorities: Authorities = field(default_factory=Authorities)
    fillers: Fillers = field(default_factory=Fillers)
    lifetimes: Lifetimes = field(default_factory=Lifetimes)

    def choose(
        self,
        id_: str,
        rows: Sequence[Row],
        column: Column,
        kind: Column | None = None,
        decisions: Mapping[str, Decision] | None = None,
    ) -> Choice:
        """Return what is published of a *column*, and of the *kind* of its date."""
        matter = self.authorities.matter(id_, rows)
        all_ = [
            self._candidate(row, column, kind, matter)
            for row in rows
            if not _goes_on_elsewhere(row, rows, column)
        ]
        found = sorted((c for c in all_ if c.value), key=lambda c: c.standing)
        going_on = [c for c in all_ if column.ends and found and c.goes_on_after(found)]
        going_on.sort(key=lambda c: (c.rank, c.standing))
        decided = decisions or {}
        choice = self._date(found, going_on, decided.get(column.name), exact=not column.date)
        choice = self._sides(choice, found, going_on)
        return _kind(choice, all_, found, kind, decided) if kind else choice

    def _candidate(
        self, row: Row, column: Column, kind: Column | None, matter: frozenset[str]
    ) -> Candidate:
        source = self.authorities.of(row)
        cell = row.cells.get(column.name, "")
        happened = row.cells.get(kind.name, "") if kind else ""
        known = self.fillers.known(row, cell) if column.date and cell else cell
        lifetime = self.lifetimes.of_row(row)
        standing = (
            int(bool(known) and column.date and not _within(known, lifetime)),
            int(row.cells.get("check", NOT_CHECKED) == NOT_CHECKED),
            source.rank(matter),
            3 if happened in _LISTS else 2 if happened in _STEPS else 0 if happened else 1,
            -int(latest(source.date).replace("-", "") or 0),
            row.number,
        )
        looked, published_on = source.looked(row), latest(source.date)
        return Candidate(row, cell, known, happened, standing, lifetime, looked, published_on)

    def _date(
        self,
        found: Sequence[Candidate],
        going_on: Sequence[Candidate],
        decision: Decision | None,
        *,
        exact: bool,
    ) -> Choice:
        """Return the choice among *found*, the best standing first."""
        if decision:
            return Choice(decision.value, rule="decision", reason=decision.reason)
        if not found:
            return Choice()
        for witness in going_on:
            if all(witness.outlooks(end) for end in found):
                return Choice(rule="later-look", reason=_goes_on(witness))
        value = found[0].value if exact else _most_exact(found)
        rivals = [c for c in found if c.value != value and (exact or not agree(c.value, value))]
        if rivals:
            rule, reason = _why(found[0], rivals[0])
            exactly = "" if value == found[0].value else f" {_MOST_EXACT}"
            return Choice(value, "", rule, reason + exactly)
        if going_on:
            return Choice(value, rule="later-look", reason=_ended(found[0], going_on[0]))
        if any(c.value != value for c in found):
            return Choice(value, rule="precision", reason=_REASONS["precision"])
        for candidate in found:
            filler = self.fillers.of(candidate.row, candidate.cell)
            if filler and all(c.cell != value for c in found):
                return Choice(value, rule="filler", reason=filler.reason)
        return Choice(value)

    def _sides(
        self, choice: Choice, found: Sequence[Candidate], going_on: Sequence[Candidate]
    ) -> Choice:
        """Return the choice with the rows on either side, and whether it is contested."""
        if not choice.rule:
            return choice
        value = choice.value
        open_ = tuple(going_on)
        near = tuple(c for c in found if value and agree(c.value, value))
        for_ = near if value else open_
        against = tuple(c for c in found if c not in near) + (open_ if value else ())
        contested = any(
            one.credible
            and other.credible
            and (one.kind == other.kind or not (one.value and other.value))
            and one.kind not in _LISTS
            and self.authorities.independent(one.row, other.row)
            for one in for_
            for other in against
        )
        return replace(
            choice,
            chosen=tuple(c.row for c in for_),
            rejected=tuple(c.row for c in against),
            contested=contested,
        )


def _goes_on_elsewhere(row: Row, rows: Sequence[Row], column: Column) -> bool:
    """Return whether a date only parts two stretches that one source gives of a thing."""
    if column.name not in ("start", "end") or column.name not in row.cells:
        return False
    mine = row.cells[column.name]
    for other in rows:
        same = other is not row and other.cells.get("source") == row.cells.get("source")
        parted = other.cells.get("start" if column.ends else "end", "")
        if same and parted and (parted >= mine if column.ends else parted <= mine):
            return True
    return False


def _within(date: str, lifetime: Lifetime) -> bool:
    """Return whether a date may lie between two others."""
    return lifetime[0] <= latest(date) and date <= lifetime[1]


def _most_exact(found: Sequence[Candidate]) -> str:
    """Return the first value as exactly as others that agree with it say it."""
    value = found[0].value
    for other in found:
        if len(other.value) > len(value) and agree(value, other.value):
            value = other.value
    return value


def _why(best: Candidate, rival: Candidate) -> tuple[str, str]:
    """Return the rule by which one candidate goes before another, and the reason."""
    pairs = zip(_STANDING, best.standing, rival.standing, strict=True)
    rule = next((name for name, one, other in pairs if one != other), "first-row")
    if rule != "authority":
        return rule, _REASONS[rule]
    ours, theirs = (_in_words(c.rank) for c in (best, rival))
    return rule, f"{ours[0].upper()}{ours[1:]} goes before {theirs}."


def _goes_on(witness: Candidate) -> str:
    words = _in_words(witness.rank)
    return f"{words[0].upper()}{words[1:]} that looked until {witness.looked} gives no end."


def _ended(end: Candidate, other: Candidate) -> str:
    words, others = _in_words(end.rank), _in_words(other.rank)
    looked = f", which looked until {end.looked}," if end.looked else ""
    return f"{words[0].upper()}{words[1:]}{looked} has seen an end, and {others} has not."


def _in_words(rank: int) -> str:
    words = list(ORDER.values())
    return words[rank] if rank < len(words) else "a source of unknown standing"


def _kind(
    choice: Choice,
    all_: Sequence[Candidate],
    found: Sequence[Candidate],
    column: Column,
    decisions: Mapping[str, Decision],
) -> Choice:
    """Return the choice with the kind of event that rows give of the date that is published."""
    if column.name in decisions:
        return replace(choice, kind=decisions[column.name].value)
    if found and not choice.value:
        return choice
    fitting = [c for c in all_ if c.kind and (not c.value or agree(c.value, choice.value))]
    fitting.sort(key=lambda c: c.standing)
    if not fitting:
        return choice
    best = fitting[0]
    rivals = [c for c in fitting if c.kind != best.kind]
    if choice.rule or not rivals:
        return replace(choice, kind=best.kind)
    rule, reason = _why(best, rivals[0])
    return Choice(
        choice.value,
        best.kind,
        rule,
        reason,
        chosen=tuple(c.row for c in fitting if c.kind == best.kind),
        rejected=tuple(c.row for c in rivals),
    )
