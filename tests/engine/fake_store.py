"""A store that answers what a test tells it to, byte by byte."""

import contextlib
import socket
import threading
from urllib.parse import parse_qs

JSON = b"application/sparql-results+json"
NT = b"application/n-triples"
ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}]}}'
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"


def whole(body, kind=JSON, status=b"200 OK", extra=b""):
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
    return head % (status, kind, extra, len(body)) + body


def chunked(*chunks, end=b"0\r\n\r\n", kind=JSON):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % kind
    return head + b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in chunks) + end


def _head(file):
    while (line := file.readline()) not in (b"\r\n", b""):
        yield line


class Fake:
    """A server that does with each request what ``behave(connection, number)`` does."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/sparql?x=1"
        self.behave = None
        self.requests = []
        self.connections = 0
        self.left = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with (
            contextlib.suppress(OSError, KeyError, ValueError),
            connection,
            connection.makefile("rb") as file,
        ):
            while head := b"".join(_head(file)):
                if not head.startswith(b"POST"):
                    return
                fields = dict(
                    line.split(": ", 1) for line in head.decode().splitlines()[1:] if line
                )
                body = file.read(int(fields["Content-Length"])).decode()
                self.requests.append((head.decode().splitlines()[0], fields, parse_qs(body)))
                if self.behave(connection, len(self.requests)):
                    return
        self.left.set()

    def answer(self, *answers):
        """Send these bytes, the last one again and again."""

        def behave(connection, number):
            connection.sendall(answers[min(number, len(answers)) - 1])

        self.behave = behave

    def cut(self, answer):
        """Send these bytes and close."""

        def behave(connection, _):
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_RDWR)
            return True

        self.behave = behave

    def close(self):
        """Refuse connections from now on."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
