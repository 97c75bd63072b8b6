"""Work in processes of its own: what comes back, what it asks, and what is left when one ends."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from pathlib import Path

import pytest

from openalliances.asgi.composed import Wanted, problem_response
from openalliances.asgi.site_processes import SiteProcesses
from openalliances.asgi.wsgi import make
from openalliances.engine.interface import Call
from openalliances.errors import EngineError, QueryCancelledError
from openalliances.http.problems import ProblemDetails
from openalliances.pages.site import Site
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS
from openalliances.web.app import create_app

from ..waiting import eventually

PAGE = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/browse/",
    "QUERY_STRING": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_ACCEPT": "text/html",
}


@pytest.fixture(scope="module")
def site(release, engine, settings):
    return Site(release, engine, settings)


@pytest.fixture
def work(site):
    made = SiteProcesses(site, create_app, 2)
    yield made
    made.close()


def workers(work):
    """Return the two processes that were forked, by the kernel."""
    work.prepare()

    def children():
        (pid,) = work.pids()
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    assert eventually(lambda: len(children()) == 2)
    return children()


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("form", [*GRAPH_FORMATS, *RESULT_FORMATS, HTML], ids=lambda f: f.name)
def test_a_format_is_the_same_one_in_another_process(form):
    assert pickle.loads(pickle.dumps(form)) is form


def test_a_page_is_the_one_that_this_process_would_make(work, app):
    made = work.run(Call(), make, PAGE)
    here = app.test_client().get("/browse/", headers={"Accept": "text/html"})
    assert (made.status, made.body) == (200, here.data)


def test_the_processes_yield_to_the_server(work):
    (pid,) = work.pids()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert {os.getpriority(os.PRIO_PROCESS, one) for one in (*workers(work), pid)} == {own + 5}


def test_its_queries_are_those_of_the_call(work):
    call = Call("a client")
    call.cancel()
    made = work.run(call, make, {**PAGE, "PATH_INFO": "/id/mission/amisom.html"})
    assert made.status == QueryCancelledError.status_hint


def test_what_nobody_has_foreseen_is_told_as_such(work):
    with pytest.raises(EngineError, match="it is not you"):
        work.run(Call(), make, "no request")
    assert work.run(Call(), make, PAGE).status == 200


def test_an_error_comes_back_as_it_was(work, site):
    wanted = Wanted("application/json", "")
    here = problem_response(site, ProblemDetails(400, "Bad", "No."), wanted, "GET")
    assert here.status == 400
    made = work.run(Call(), make, {**PAGE, "PATH_INFO": "/none", "HTTP_ACCEPT": "*/*"})
    assert made.status == 404


def test_work_goes_on_in_another_process_when_one_was_killed(work):
    before = workers(work)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert work.run(Call(), make, PAGE).status == 200
    assert not set(before) & set(workers(work))


def test_many_at_once_are_all_answered_though_processes_are_killed(work):
    statuses = []

    def ask():
        for _ in range(10):
            statuses.append(work.run(Call(), make, PAGE).status)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    os.kill(workers(work)[0], signal.SIGKILL)
    for thread in threads:
        thread.join(120)
    assert statuses == [200] * 40


def test_nothing_is_left_of_it_when_it_is_closed(site):
    work = SiteProcesses(site, create_app, 2)
    pids = [*workers(work), *work.pids()]
    work.close()
    assert eventually(lambda: not any(alive(pid) for pid in pids))
    with pytest.raises(EngineError):
        work.run(Call(), make, PAGE)
