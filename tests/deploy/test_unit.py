"""The systemd unit: what systemd says of it, and that the program can live in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

MOST_EXPOSED = 2.0
"""Of 10, as `systemd-analyze security` counts; below 2 it calls a service well confined."""

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed"
)


@pytest.fixture(scope="module")
def unit(deploy: Path) -> dict[str, list[str]]:
    found = defaultdict(list)
    for line in (deploy / "openalliances.service").read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name].append(value)
    return found


@needs_systemd
def test_systemd_understands_each_line(deploy: Path, tmp_path: Path) -> None:
    copy = tmp_path / "openalliances.service"
    text = (deploy / "openalliances.service").read_text(encoding="utf-8")
    copy.write_text(re.sub("^ExecStart=.*", "ExecStart=/bin/true", text, flags=re.MULTILINE))
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    copy.write_text(text.replace("ProtectHome=", "ProtectHoma="))
    wrong = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True)
    assert "ProtectHoma" in wrong.stderr


@needs_systemd
def test_systemd_finds_it_well_confined(deploy: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
    done = subprocess.run(
        [*command, deploy / "openalliances.service"], capture_output=True, text=True
    )
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    if level is None:
        pytest.skip("this systemd-analyze does not look at units that are not installed")
    assert float(level[1]) < MOST_EXPOSED


def test_a_worker_that_is_killed_does_not_take_the_service_along(unit) -> None:
    assert unit["OOMPolicy"] == ["continue"]


def test_workers_may_do_what_confines_them(unit) -> None:
    allowed = " ".join(unit["SystemCallFilter"])
    assert "@system-service" in allowed
    # setrlimit and setpriority are in @resources, seccomp and prctl in what is allowed above.
    assert "@resources" not in allowed
    assert {"AF_UNIX", "AF_INET"} <= set(unit["RestrictAddressFamilies"][0].split())


def test_it_serves_on_this_machine_alone_and_believes_one_proxy(unit) -> None:
    settings = dict(pair.split("=") for pair in unit["Environment"][0].split())
    assert settings["OPENALLIANCES_HOST"] == "127.0.0.1"
    assert settings["OPENALLIANCES_PROXIES"] == "1"
