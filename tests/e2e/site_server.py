"""A loopback server that plays many hosts, with faults on demand and a log of every request.

    with Site(recorded(data)) as site:
        site.faults["www.example.org"] = "503"

A page is (status, content type, body); pages are looked up by host and path. Faults, by host:
    503       answers 503                          reset     closes with RST instead of answering
    timeout   accepts and never answers            truncate  announces the body and sends half of it
    empty     200 with an empty body               error200  200 with a JSON error instead of the page
    garbage   200 with bytes that are no text
"""
import json
import socket
import socketserver
import struct
import threading
from pathlib import Path
from urllib.parse import urlsplit

NOT_FOUND = (404, "text/html; charset=utf-8", b"<html><body><h1>404 Not Found</h1></body></html>")
GARBAGE = bytes((number * 131 + number // 7 * 29 + 5) % 256 for number in range(8192))


class Page:
    """A recorded page; its body is read when it is asked for."""

    def __init__(self, status, content_type, body):
        self.status, self.content_type, self.body = status, content_type, body

    def load(self):
        return self.status, self.content_type, self.body.read_bytes() if isinstance(self.body, Path) else self.body


def recorded(data):
    """{(host, path): Page} of the recorded hosts in DATA/replay/hosts.jsonl."""
    pages = {}
    for line in (data / "replay" / "hosts.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if "file" in row:
            pages[row["host"].lower(), rooted(row["path"])] = Page(row["status"], row["content_type"], data / row["file"])
    return pages


def rooted(path):
    """A few recordings of a site's front page have no leading slash."""
    return path if path.startswith("/") else "/" + path


class Site:
    def __init__(self, pages):
        self.pages = pages
        self.faults = {}          # host: fault; may change at any time
        self.requests = []        # {"host", "path", "status", "fault"} in the order of arrival; robots.txt is left out
        self.stopping = threading.Event()
        self.server = Server(self)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def hosts_asked(self):
        return {request["host"] for request in self.requests}

    def fetch_config(self):
        """The `fetch:` section that sends every host here."""
        return {"user_agent": "trawl/test (+http://localhost/)", "connect_to": [f"::127.0.0.1:{self.port}"],
                "allow_private": ["127.0.0.0/8"], "timeout": {"connect": "2s", "first_byte": "3s", "total": "5s"},
                "retry": {"attempts": 1}}


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, site):
        self.site = site
        super().__init__(("127.0.0.1", 0), Handler)


class Conversation(socketserver.StreamRequestHandler):
    """One connection: answer() is called until it returns false or the client goes away."""
    timeout = 30

    def handle(self):
        try:
            while self.answer():
                pass
        except OSError:
            pass   # the client went away


class Handler(Conversation):
    def answer(self):
        """Answers one request; false when the connection ends with it."""
        request = self.rfile.readline(65536).decode("latin-1").split()
        if len(request) != 3:
            return False
        headers = {}
        while line := self.rfile.readline(65536).decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        target = urlsplit(request[1])
        host = (target.hostname or headers.get("host", "").split(":")[0]).lower()
        path = (target.path or "/") + ("?" + target.query if target.query else "")
        site = self.server.site
        page = site.pages.get((host, path))
        if path == "/robots.txt" and not page:
            return self.send(*NOT_FOUND)
        fault = site.faults.get(host)
        status, content_type, body = page.load() if page else NOT_FOUND
        site.requests.append({"host": host, "path": path, "status": status, "fault": fault})
        return self.play(fault, status, content_type, body)

    def play(self, fault, status, content_type, body):
        if fault == "timeout":
            self.server.site.stopping.wait(30)
            return False
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return False
        if fault == "truncate":
            self.send(status, content_type, body[: len(body) // 2], announced=len(body))
            return False
        if fault == "503":
            return self.send(503, "text/html; charset=utf-8", b"<h1>503 Service Unavailable</h1>")
        if fault == "empty":
            return self.send(200, content_type, b"")
        if fault == "error200":
            return self.send(200, "application/json", b'{"error": {"message": "come back later"}}')
        if fault == "garbage":
            return self.send(200, content_type, GARBAGE)
        return self.send(status, content_type, body)

    def send(self, status, content_type, body, announced=None):
        head = f"HTTP/1.1 {status} Played\r\nContent-Type: {content_type}\r\nContent-Length: {announced or len(body)}\r\n\r\n"
        self.wfile.write(head.encode("latin-1") + body)
        self.wfile.flush()
        return True
