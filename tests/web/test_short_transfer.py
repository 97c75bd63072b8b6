"""What the server under us does with an answer that ends before its length.

The honesty of long results rests on it (see ``web/spool.py``), so that it is
tested here and not believed.
"""

import socket
import subprocess
import sys
import textwrap

PROGRAM = textwrap.dedent(
    """
    import socket, threading, time
    from granian import Granian
    from granian.constants import Interfaces

    def app(environ, start):
        start("200 OK", [("Content-Length", "5000")])
        return pieces()

    class pieces:
        left = 3
        def __iter__(self):
            return self
        def __next__(self):
            self.left -= 1
            if not self.left:
                raise RuntimeError("the disk broke")
            return b"x" * 1000
        def close(self):
            pass

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def announce():
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                time.sleep(0.02)
            else:
                return print(port, flush=True)

    def load():
        # In the process that listens: no thread may be at work while granian forks it.
        threading.Thread(target=announce, daemon=True).start()
        return app

    Granian("x", port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=2,
            websockets=False, log_enabled=False).serve(target_loader=load, wrap_loader=False)
    """
)


def test_an_answer_that_breaks_off_ends_the_connection_short_of_its_length():
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            wire.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b"".join(iter(lambda: wire.recv(65536), b""))
    finally:
        process.terminate()
        process.communicate(timeout=15)
    # Either cut off, or so early that not even the head went out; never whole.
    body = answer.partition(b"\r\n\r\n")[2]
    assert len(body) < 5000
    assert b"transfer-encoding" not in answer.lower()
