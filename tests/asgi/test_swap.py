"""Another release takes the place of one while it is asked: nobody notices but by the answers."""

import os
import signal
import threading
from pathlib import Path

import pytest

from ..served import serving, write_store
from ..waiting import eventually
from .raw import answer, head, target

WHICH = target("SELECT ?o { <urn:which> <urn:is> ?o }")


@pytest.fixture
def link(tmp_path):
    """A link to the first of two releases."""
    for name in ("old", "new"):
        (tmp_path / f"{name}.nt").write_text(f'<urn:which> <urn:is> "{name}" .\n')
        write_store(tmp_path / name, {"urn:g": [tmp_path / f"{name}.nt"]}, digest=name[0] * 64)
    path = tmp_path / "current"
    path.symlink_to(tmp_path / "old")
    return path


def lead_to(link, name):
    """Let *link* lead to another folder, at once."""
    beside = link.with_name("beside")
    beside.symlink_to(link.with_name(name))
    beside.replace(link)


def processes(pid):
    found = Path(f"/proc/{pid}/task").glob("*/children")
    own = [int(child) for file in found for child in file.read_text().split()]
    return own + [grandchild for child in own for grandchild in processes(child)]


class Asking(threading.Thread):
    """Asks without end: the same bytes, other spellings, other languages."""

    def __init__(self, served, number):
        super().__init__(daemon=True)
        self.served, self.number = served, number
        self.seen, self.wrong, self.stop = [], [], False

    def run(self):
        count = 0
        with self.served.connect() as wire:
            while not self.stop:
                count += 1
                tail = ("", f"&x={count}", "&timeout=5")[count % 3]
                wire.sendall(head(WHICH + tail, "Accept: text/csv"))
                status, _, body = answer(wire)
                if status != 200 or body not in (b"o\r\nold\r\n", b"o\r\nnew\r\n"):
                    self.wrong.append((status, body))
                self.seen.append(body)


@pytest.mark.parametrize("by", ["signal", "link"])
def test_no_request_fails_and_none_is_answered_from_the_old_one_later(link, by):
    with serving(link) as served:
        old = processes(served.pid)
        clients = [Asking(served, number) for number in range(4)]
        for client in clients:
            client.start()
        assert eventually(lambda: all(len(client.seen) > 10 for client in clients))
        lead_to(link, "new")
        if by == "signal":
            os.kill(served.pid, signal.SIGHUP)
        assert eventually(lambda: b"new" in served.ask(WHICH).body)
        at = [len(client.seen) for client in clients]
        assert eventually(
            lambda: all(len(c.seen) > n + 10 for c, n in zip(clients, at, strict=True))
        )
        for client in clients:
            client.stop = True
        for client in clients:
            client.join(10)
            assert client.wrong == []
            assert len(client.seen) > 20
            # Once new, never old again.
            first = client.seen.index(b"o\r\nnew\r\n")
            assert b"o\r\nold\r\n" not in client.seen[first:]
        assert eventually(lambda: not any(map(_lives, old)))


def test_what_runs_ends_with_what_it_began_with(link):
    slow = target("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }")
    with serving(link) as served:
        assert served.ask(slow).status == 200
        os.kill(served.pid, signal.SIGHUP)  # the same release once more
        for _ in range(20):
            assert served.ask(slow).status == 200


def test_a_release_that_is_damaged_does_not_take_the_place(link):
    (link.with_name("new") / "manifest.json").write_text("{")
    path = link.with_name("log")
    with path.open("w") as log, serving(link, log=log) as served:
        lead_to(link, "new")
        os.kill(served.pid, signal.SIGHUP)
        assert eventually(lambda: "The release stays" in path.read_text())
        assert b"old" in served.ask(WHICH).body


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
