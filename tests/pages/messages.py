"""The texts of the interface, as they stand in templates and programs; which have no French.

``python -m tests.pages.messages`` writes those without as entries of a catalogue (gettext), to be
filled in and put into ``pages/wording/fr.po``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import openalliances.pages
from openalliances.pages.render import TEMPLATES

PAGES = Path(openalliances.pages.__file__).parent
CATALOGUE = PAGES / "wording" / "fr.po"
SAYING = {"say": 0, "text": 0, "_": 0, "plural": 1, "_n": 1}
"""The functions that say a text, and which of their arguments it is; of two, the next as well."""
NAME = re.compile(r"\{(\w*)(?::[^}]*)?\}")

Message = tuple[str, ...]
"""A text, or the two of one that depends on a number."""


def in_templates() -> Iterator[tuple[Message, str]]:
    """Yield the texts of templates, and where they stand."""
    environment = Environment()
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            name = getattr(call.node, "attr", getattr(call.node, "name", ""))
            at = SAYING.get(name)
            if at is not None and len(call.args) > at:
                texts = [_constants(arg) for arg in call.args[at : at + 1 + (at > 0)]]
                for found in zip(*texts, strict=False) if at else ((one,) for one in texts[0]):
                    yield found, path.name


def _constants(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, nodes.CondExpr):
        return [*_constants(node.expr1), *(_constants(node.expr2) if node.expr2 else ())]
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Dict):
        return [text for pair in node.node.items for text in _constants(pair.value)]
    return []


def in_programs() -> Iterator[tuple[Message, str]]:
    """Yield the texts that programs say themselves, and where they stand."""
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = SAYING.get(name)
            if at is not None and len(node.args) > at:
                texts = [_strings(arg) for arg in node.args[at : at + 1 + (at > 0)]]
                for found in zip(*texts, strict=False) if at else ((one,) for one in texts[0]):
                    yield found, path.relative_to(PAGES).as_posix()


def _strings(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_strings(node.body), *_strings(node.orelse)]
    return []


def sentences() -> Iterator[tuple[Message, str]]:
    """Yield the sentences with places for values that programs hold, wherever they stand."""
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = _forms(node) if isinstance(node, ast.Tuple | ast.Call) else None
            if found:
                yield found, path.relative_to(PAGES).as_posix()
            elif isinstance(node, ast.Constant) and _is_sentence(node.value):
                yield (node.value,), path.relative_to(PAGES).as_posix()


def _forms(node: ast.Tuple | ast.Call) -> Message | None:
    """Return the two forms that stand beside one another for one thing and for many."""
    parts = node.elts if isinstance(node, ast.Tuple) else node.args
    texts = [text for one in parts for text in _strings(one) if _is_sentence(text)]
    many = len(texts) == 2 and ("{n}" in texts[1] or texts[0] == texts[1])
    return (texts[0], texts[1]) if many else None


def _is_sentence(text: object) -> bool:
    return (
        isinstance(text, str)
        and bool(re.search(r"\{[A-Za-z]+\}", text))
        and bool(re.search(r"[a-z]{2,} |^\{\w+\} [a-z]", text))
        and not re.search(r"[<>=?/]|SELECT|WHERE|\n", text)
    )


def named_in_tables() -> Iterator[tuple[Message, str]]:
    """Yield the texts in tables of words: constants of modules that say them by a key."""
    for path in sorted(PAGES.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if ".say(" not in source and "plural(" not in source and "WORDS" not in path.name.upper():
            continue
        for node in ast.parse(source).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                yield from (
                    (found, path.relative_to(PAGES).as_posix()) for found in _words(node.value)
                )


def _words(node: ast.expr) -> Iterator[Message]:
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _words(value)
    elif isinstance(node, ast.Tuple | ast.List):
        texts = [text for one in node.elts for text in _strings(one)]
        if len(texts) == len(node.elts) == 2 and all("{n}" in text for text in texts):
            yield tuple(texts)
        else:
            for one in node.elts:
                yield from _words(one)
    elif isinstance(node, ast.Call):
        for one in (*node.args, *(keyword.value for keyword in node.keywords)):
            yield from _words(one)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_text(node.value):
        yield (node.value,)


def _is_text(text: str) -> bool:
    """Return whether a constant is in words, and no name of a file, a column, an id, a query."""
    return bool(re.match(r"[A-Z{][^/_]*[a-z}.]|[a-z]+( [a-z]+)+$", text)) and "SELECT" not in text


def translated() -> dict[str, tuple[str, ...]]:
    """Return the texts in French by the first English one."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream, locale="fr", abort_invalid=True)
    found = {}
    for message in catalogue:
        first = message.id if isinstance(message.id, str) else message.id[0]
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if first and all(said):
            found[first] = said
    return found


def places(text: str) -> set[str]:
    """Return the names of the values in a text."""
    return set(NAME.findall(text))


def missing(found: Iterator[tuple[Message, str]]) -> dict[Message, str]:
    """Return the texts without French, and where one of them stands."""
    known = translated()
    return {texts: place for texts, place in found if texts[0] and texts[0] not in known}


def main() -> None:
    """Write what has no French."""
    found = missing(in_templates()) | missing(in_programs()) | missing(named_in_tables())
    found = missing(sentences()) | found
    for texts, place in sorted(found.items(), key=lambda one: (one[1], one[0])):
        print(f"#: {place}")
        for label, text in zip(("msgid", "msgid_plural"), texts, strict=False):
            print(
                label,
                '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"',
            )
        print("\n".join(f'msgstr[{n}] ""' for n in range(2)) if len(texts) > 1 else 'msgstr ""')
        print()


if __name__ == "__main__":
    main()
