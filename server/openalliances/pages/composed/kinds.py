"""What things of a kind are called, by the first segment of their ids: one and many."""

from __future__ import annotations

from markupsafe import Markup

from openalliances.pages.view import View

_WORDS = {
    "agreement": ("Agreement", "Agreements"),
    "armed-force": ("Armed force", "Armed forces"),
    "arrangement": ("Alliance or arrangement", "Alliances and arrangements"),
    "claim": ("Claim", "Claims"),
    "conflict": ("Conflict", "Conflicts"),
    "contribution": ("Contribution", "Contributions"),
    "decision": ("Decision", "Decisions"),
    "exception": ("Exception to a rule", "Exceptions to a rule"),
    "framework": ("Framework", "Frameworks"),
    "initiative": ("Initiative", "Initiatives"),
    "listing": ("List", "Lists"),
    "mandate": ("Mandate", "Mandates"),
    "mapping": ("Mapping", "Mappings"),
    "membership": ("Membership", "Memberships"),
    "mission": ("Operation", "Operations"),
    "obligation": ("Obligation", "Obligations"),
    "organization": ("Organisation", "Organisations"),
    "partnership": ("Partnership", "Partnerships"),
    "peace-agreement": ("Peace agreement", "Peace agreements"),
    "period": ("Period of a state", "Periods of states"),
    "region": ("Region", "Regions"),
    "resolution": ("Resolution", "Resolutions"),
    "state": ("State", "States"),
    "strand": ("Strand of cooperation", "Strands of cooperation"),
    "succession": ("Succession", "Successions"),
    "suspension": ("Suspension", "Suspensions"),
    "treaty": ("Treaty", "Treaties"),
}
_OTHER = ("Other thing", "Other things")


def many(view: View, kind: str, number: int) -> Markup:
    """Return *number* things of a kind in words; without a number the kind alone."""
    one, several = _WORDS.get(kind, _OTHER)
    if not number:
        return view.say(several)
    return view.say(
        "{number} {kind}",
        number=view.number_of(number),
        kind=view.say(one if number == 1 else several).lower(),
    )


def one_of(view: View, thing: str) -> Markup:
    """Return what a thing without a name is called: its kind and the end of its id."""
    one, _ = _WORDS.get(thing.partition("/")[0], _OTHER)
    return view.say("{kind} {name}", kind=view.say(one), name=thing.partition("/")[2])
