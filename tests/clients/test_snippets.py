"""The lines that pages print for programs, taken out of the HTML and run as they stand."""

import json
import re
import shutil
import subprocess
from html import unescape
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from .conftest import ENVIRONMENT, PATIENCE

SNIPPET = re.compile(r'<code class="language-(\w+)" data-tool="(\w+)">(.*?)</code>', re.DOTALL)
COUNT = {
    "curl": "\nwc -l < {name}.csv",
    "R": "\ncat('\\n', nrow({name}), sep = '')",
    "pandas": "\nprint(len({name}))",
    "polars": "\nprint(len({name}))",
    "DuckDB": "\nprint(len({name}.fetchall()))",
}
"""A last line of our own: how many rows there are; of a file, how many lines."""
PAGES = [
    ("/data/missions.html", "missions", 3),
    ("/data/dyad_years.html?state=kenya&columns=state1,state2,year", "dyad_years", 2),
    ("/data/mission_hosts.html?host=germany", "mission_hosts", 0),
]

EXAMPLE = "/examples/memberships-of-a-state.html?state=burundi"


def command(tool, language):
    """Return the program that runs lines of *language*, or None where it is missing."""
    if language == "python":
        there = any(ENVIRONMENT.glob(f"lib/python*/site-packages/{tool.lower()}"))
        return str(ENVIRONMENT / "bin" / "python") if there else None
    if language == "r":
        return shutil.which("Rscript")
    return shutil.which("sh") if shutil.which("curl") else None


def snippets(server, path):
    with urlopen(server + path) as answer:
        found = SNIPPET.findall(answer.read().decode())
    return {tool: (language, unescape(code)) for language, tool, code in found}


def run(tool, language, code, folder):
    """Run *code*, and return the last line that it prints, which is JSON."""
    program = command(tool, language)
    if program is None:
        pytest.skip(f"CLIENT MISSING: {tool}; try: make clients")
    (folder / "lines").write_text(code)
    done = subprocess.run(
        [program, "lines"], capture_output=True, text=True, timeout=PATIENCE, cwd=folder
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("tool", COUNT)
@pytest.mark.parametrize(("path", "name", "rows"), PAGES)
def test_lines_on_a_page_read_its_rows(server, tmp_path, tool, path, name, rows):
    language, code = snippets(server, path)[tool]
    counted = run(tool, language, code + COUNT[tool].format(name=name), tmp_path)
    # A name of ours has two lines, and the header is one.
    assert counted == (rows + 1 + (path == PAGES[0][0]) if tool == "curl" else rows)


def test_every_tool_has_its_lines(server):
    assert set(snippets(server, PAGES[0][0])) == set(COUNT)


@pytest.mark.parametrize("tool", COUNT)
def test_lines_on_the_page_of_an_example_read_its_answer(server, tmp_path, tool):
    language, code = snippets(server, EXAMPLE)[tool]
    assert run(tool, language, code + COUNT[tool].format(name="answer"), tmp_path) >= 0


@pytest.mark.parametrize("tool", COUNT)
def test_lines_on_the_page_of_a_result_read_its_rows(server, tmp_path, tool):
    query = "SELECT ?s { VALUES ?s { 1 2 3 } }"
    path = "/sparql?" + urlencode({"query": query, "format": "html"})
    language, code = snippets(server, path)[tool]
    counted = run(tool, language, code + COUNT[tool].format(name="answer"), tmp_path)
    assert counted == (4 if tool == "curl" else 3)
