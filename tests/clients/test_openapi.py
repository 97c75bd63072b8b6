"""The description of the interface is read by programs of others, and the server keeps to it."""

import os
import re
import subprocess
from urllib.request import urlopen

import pytest

from .conftest import ENVIRONMENT, PATIENCE

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance"
)
SOME = r"^/(?!data/(?!$|mission_hosts|codebook)|examples/(?!$|members-at|mission-as)|.*/\{lang)"
"""Of the tables and the examples some stand for all, which are made from the same lists."""
LEAST = 50
"""Operations that are tried."""


def program(name):
    path = ENVIRONMENT / "bin" / name
    if not path.exists():
        pytest.skip(f"CLIENT MISSING: {name}; try: make clients")
    return str(path)


@pytest.fixture
def description(server, tmp_path):
    path = tmp_path / "openapi.json"
    with urlopen(f"{server}/openapi.json") as answer:
        path.write_bytes(answer.read())
    return path


def test_the_description_is_valid(description):
    command = [program("openapi-spec-validator"), str(description)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout[-3000:]


def test_made_up_requests_get_no_error_of_the_server_and_nothing_undescribed(
    server, description, tmp_path
):
    command = [program("schemathesis"), "run", str(description), "--url", server]
    command += ["--checks", CHECKS, "--phases", "coverage"]
    command += ["--seed", "12", "--no-color"]
    command += ["--include-path-regex", SOME, "--warnings", "off", "--continue-on-failure"]
    command += ["--generation-database", "none"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested and int(tested[1]) >= LEAST, done.stdout[-2000:]
