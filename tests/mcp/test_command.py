"""The command: it speaks on standard output alone, and ends with its input."""

import json
import os
import signal
import subprocess
import sys
import textwrap

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


def hello(process):
    process.stdin.write(json.dumps(HELLO) + "\n")
    process.stdin.flush()
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


def test_a_signal_ends_it_without_a_traceback(release):
    signals = (signal.SIGINT, signal.SIGTERM)
    processes = [started("--release", release.folder) for _ in signals]
    for process, number in zip(processes, signals, strict=True):
        with process:
            hello(process)
            os.kill(process.pid, number)
            _, errors = process.communicate(timeout=60)
        assert process.returncode not in (0, None)
        assert "Traceback" not in errors


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
