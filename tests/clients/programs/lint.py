"""httplint: what it has to say of answers, as it reads them from the wire."""

import json
import socket
import sys
import time
from urllib.parse import urlsplit

from httplint import HttpResponseLinter
from httplint.note import levels

SERVER = sys.argv[1]
QUERY = "query=SELECT%20*%20%7B%20?s%20?p%20?o%20%7D%20LIMIT%203"
TARGETS = [
    "/",
    "/id/state/burundi",
    "/id/state/burundi.html",
    "/id/state/burundi.ttl",
    f"/sparql?{QUERY}",
    f"/sparql?format=csv&{QUERY}",
    "/sparql?query=SELEC",
    "/dumps/openalliances.nq.gz",
    "/catalog.ttl",
    "/CITATION.cff",
    "/static/style.css",
    "/nothing",
]


def linted(target, more=""):
    place = urlsplit(SERVER)
    began = time.time()
    with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
        head = f"GET {target} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n{more}\r\n"
        connection.sendall(head.encode())
        data = b""
        while chunk := connection.recv(65536):
            data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    version, status, phrase = first.split(b" ", 2)
    linter = HttpResponseLinter(start_time=began)
    linter.process_response_topline(version, status, phrase)
    pairs = [tuple(line.split(b":", 1)) for line in lines]
    linter.process_headers([(name, value.strip()) for name, value in pairs])
    if (b"transfer-encoding", b"chunked") in [(n.lower(), v.strip()) for n, v in pairs]:
        body = unchunked(body)
    linter.feed_content(body)
    linter.finish_content(True)
    return [str(note.summary) for note in linter.notes if note.level in (levels.BAD, levels.WARN)]


def unchunked(data):
    found = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size, 16)
        found, data = found + data[:length], data[length + 2 :]
        if not length:
            break
    return found


print(json.dumps({target: linted(target) for target in TARGETS}))
