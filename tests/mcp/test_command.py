"""The command: it speaks on standard output alone, and ends with its input."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def started(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "openalliances", "mcp", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def say(process, message):
    process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    process.stdin.flush()


def hello(process):
    say(process, HELLO)
    for line in process.stdout:
        if (answer := json.loads(line)).get("id") == HELLO["id"]:
            return answer
    raise AssertionError(process.stderr.read())


def test_it_ends_when_its_input_does_and_standard_output_has_the_protocol_only(release):
    with started("--release", release.folder) as process:
        # What is no message is told, and does not end it.
        process.stdin.write("nonsense\n" + "[" * 10_000 + "\n")
        answer = hello(process)
        assert answer["result"]["serverInfo"]["name"] == "openalliances"
        assert "known_until" in answer["result"]["instructions"]
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert "Traceback" not in errors


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.mark.parametrize("how", ["interrupt", "terminate", "end of input"])
def test_it_ends_at_once_also_while_a_query_runs(release, how):
    with started("--release", release.folder, "--timeout", "600") as process:
        hello(process)
        say(process, {"method": "notifications/initialized"})
        arguments = {"name": "run_query", "arguments": {"query": ENDLESS}}
        say(process, {"id": 2, "method": "tools/call", "params": arguments})
        say(process, {"id": 3, "method": "ping"})
        assert json.loads(process.stdout.readline())["id"] == 3
        if how == "end of input":
            process.stdin.close()
        else:
            os.kill(process.pid, signal.SIGINT if how == "interrupt" else signal.SIGTERM)
        process.wait(timeout=60)
        assert "Traceback" not in process.stderr.read()
    assert (process.returncode == 0) == (how == "end of input")


def test_without_the_extra_it_says_how_to_install_it():
    code = textwrap.dedent(
        """
        import importlib.util, sys
        real = importlib.util.find_spec
        importlib.util.find_spec = lambda name, *more: None if name == "mcp" else real(name, *more)
        sys.argv = ["openalliances", "mcp"]
        from openalliances.cli import main
        main()
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert 'pip install "openalliances[mcp]"' in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_only_one_file_imports_the_sdk():
    code = "import openalliances.cli, openalliances.library, sys; print('mcp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
