"""Clients of all kinds for one server: those who ask properly, and those who do harm.

Each light query has an answer that is known beforehand, so that a wrong one is noticed.
"""

import http.client
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

EX = "https://example.org/"
THINGS = 500
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }"
STREAM = "SELECT * { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }"
BOMB = (
    f'SELECT (GROUP_CONCAT(?x) AS ?y) {{ VALUES ?x {{ "{"x" * 2_000}" }} '
    "?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }"
)
PATIENCE = 20.0
"""Seconds after which a connection counts as hung."""


def write_things(path):
    """Write the things: thing n has the number n."""
    lines = (f'<{EX}thing/{n}> <{EX}number> "{n}" .\n' for n in range(THINGS))
    path.write_text("".join(lines), encoding="ascii")
    return path


def light(number, varied):
    """Return a query that finds *number*; a varied one is evaluated each time."""
    more = " FILTER(RAND() < 2)" if varied else ""
    return f"SELECT ?n {{ <{EX}thing/{number}> <{EX}number> ?n{more} }}"


def target(query, timeout=None):
    """Return the request target that asks *query*."""
    return f"/sparql?query={quote(query, safe='')}" + (f"&timeout={timeout}" if timeout else "")


class Proper:
    """A client with a connection that stays open; ``outcomes`` counts how it was answered."""

    def __init__(self, address, seed):
        self._connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        self._random = random.Random(seed)
        self.outcomes = Counter()

    def ask(self, count, varied=None):
        """Ask so many light queries, half of them varied unless told."""
        for _ in range(count):
            number = self._random.randrange(THINGS)
            mixed = self._random.random() < 0.5 if varied is None else varied
            self.outcomes[self._outcome(number, light(number, mixed))] += 1
        self._connection.close()

    def _outcome(self, number, query):
        try:
            self._connection.request("GET", target(query), headers={"Accept": "text/csv"})
            response = self._connection.getresponse()
            body = response.read()
        except TimeoutError:
            self._connection.close()
            return "hung"
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return "broken"
        if response.status == 200:
            return "right" if body == f"n\r\n{number}\r\n".encode() else "wrong"
        return str(response.status)


def wire(address, head):
    """Return a connection over which *head* has been sent."""
    host, port = address.split(":")
    connection = socket.create_connection((host, int(port)), timeout=PATIENCE)
    connection.sendall(head)
    return connection


def get(path):
    """Return the bytes of a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()


def vanishes(address, rng):
    """Ask something endless, and leave."""
    with wire(address, get(target(rng.choice((ENDLESS, STREAM)), 5))):
        time.sleep(rng.random() * 0.1)


def reads_slowly(address, rng):
    """Read a little of an endless answer, slowly, and leave."""
    with wire(address, get(target(STREAM, 1))) as connection:
        for _ in range(3):
            connection.recv(100)
            time.sleep(rng.random() * 0.05)


def outstays(address, rng):
    """Ask something that ends by its deadline only."""
    with wire(address, get(target(ENDLESS, 0.1))) as connection:
        assert connection.recv(12).startswith(b"HTTP/1.1 ")


def talks_nonsense(address, rng):
    """Send what is no request, or no query; all of it is answered or cut off."""
    nonsense = (
        b"\x00\xff\x16\x03\x01\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        get("/sparql?query=" + "%7B" * 3000),
        get(target("SELECT * { ?s ?p")),
        get(target("DROP ALL")),
        get(target("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")),
        get("/sparql?query=%ff%fe"),
        get("/dumps/../../../etc/passwd"),
    )
    with wire(address, rng.choice(nonsense)) as connection:
        answer = connection.recv(65536)
        assert not answer.startswith(b"HTTP/1.1 200") and b"root:" not in answer


def bombs(address, rng):
    """Ask for more memory than there is."""
    with wire(address, get(target(BOMB, 3))) as connection:
        assert not connection.recv(64).startswith(b"HTTP/1.1 200")


HARM = (*[talks_nonsense] * 24, *[vanishes] * 4, *[reads_slowly] * 2, outstays, outstays)


def do_harm(address, count, seed, outcomes):
    """Be one hostile client after the other."""
    rng = random.Random(seed)
    for number in range(count):
        harm = bombs if number % 100 == 50 else rng.choice(HARM)
        try:
            harm(address, rng)
            outcomes["done"] += 1
        except TimeoutError:
            outcomes[f"{harm.__name__} hung"] += 1
        except ConnectionError:
            outcomes["cut off"] += 1
        except AssertionError:
            outcomes[f"{harm.__name__} was served"] += 1


@contextmanager
def killing(server, every, seed):
    """Kill a worker from time to time during the block; yield the numbers of the killed."""
    stop = threading.Event()
    killed = []
    rng = random.Random(seed)

    def kill():
        while not stop.wait(every):
            found = workers(server)
            if found:
                killed.append(rng.choice(found))
                with suppress(ProcessLookupError):
                    os.kill(killed[-1], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        stop.set()
        thread.join()


def children(pid):
    """Return the processes that *pid* has started."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def workers(server):
    """Return the processes of *server* that live and evaluate queries, not those for pages."""
    fork_servers = [pid for pid in children(server) if not makes_pages(pid)]
    return [pid for fork_server in fork_servers for pid in children(fork_server) if lives(pid)]


def makes_pages(pid):
    """Return whether the process is one of those of ``asgi.site_worker``."""
    try:
        return b"site_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def lives(pid):
    """Return whether the process is there and no zombie."""
    return stat_of(pid)[:1] not in ([], ["Z"])


def stat_of(pid):
    """Return the fields of /proc/PID/stat behind the name; none if the process has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def ticks(server):
    """Return the processor time that the workers have used, in hundredths of a second."""
    found = [stat_of(pid) for pid in workers(server)]
    return sum(int(fields[11]) + int(fields[12]) for fields in found if fields)


def resident(pid):
    """Return the resident memory of one process in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
