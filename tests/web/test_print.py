"""A mission fits on two sheets of paper."""

import re
import subprocess

import pytest

from ..looks import CHROMIUM, served


@pytest.fixture(scope="module")
def address(shipped_release):
    with served(shipped_release) as address:
        yield address


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (apt install chromium)")
@pytest.mark.parametrize(("mission", "most"), [("amisom", 2), ("kfor", 2), ("minusca", 3)])
def test_a_mission_prints_on_few_sheets(address, tmp_path, mission, most):
    paper = tmp_path / "paper.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    subprocess.run(
        [
            *(CHROMIUM, *options, f"--user-data-dir={tmp_path}/chromium"),
            *(f"--print-to-pdf={paper}", f"{address}/id/mission/{mission}.html"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper.read_bytes())) <= most
