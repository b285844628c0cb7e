"""Requests that two parsers could read in two ways (request smuggling), and every other way of being no HTTP: each
vector of http_vectors.py goes over a raw socket to a real adapter, which must answer it with exactly one status and
either end the connection or read the next request where this one ends.

Every vector is followed by a request of its own on the same connection. Where the connection must end (RFC 9112,
2.2 and 6.3: what cannot be read in one way only is refused, and the connection closed) it is one that starts a run:
no second answer may come, and the daemon's count of runs stays what it was. Where the connection goes on (9.3) it is
a read, and it must be the next one that is answered.

The rules: lines end with CR LF (2.2), no blank before a colon (5.1), no folded lines (5.2), one Host (3.2), one way to
tell a body's length (6.1 to 6.3), chunks to the letter (7.1), trailers are no fields (RFC 9110, 6.5.1), versions
(2.3), verbs (RFC 9110, 9), the host that is meant (RFC 9110, 7.4), addresses (RFC 3986).
"""
import socket
import unittest

import trawl
from adapter import Adapter, require_adapter
from http_vectors import VECTORS

PATIENCE = 20   # seconds; less than the time after which an open connection is closed for being idle
PROBE = "/health/live?next"


class Reader:
    """The answers on a raw socket, one after the other."""

    def __init__(self, connection):
        self.connection, self.bytes = connection, b""

    def more(self):
        try:
            piece = self.connection.recv(65536)
        except ConnectionResetError:
            raise AssertionError(f"the connection was reset, after {self.bytes!r}") from None
        self.bytes += piece
        return bool(piece)

    def answer(self):
        """(status, fields, body) of the next answer; None at the end of the connection."""
        while b"\r\n\r\n" not in self.bytes:
            if not self.more():
                assert not self.bytes, f"half an answer: {self.bytes!r}"
                return None
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines)
        size = int(fields.get("content-length", 0))
        while len(self.bytes) < size:
            assert self.more(), f"half a body: {head!r}"
        body, self.bytes = self.bytes[:size], self.bytes[size:]
        version, status = first.split(" ")[:2]
        assert version == "HTTP/1.1", first
        return int(status), fields, body


class Gate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_adapter()
        cls.daemon = trawl.Daemon({"platforms": {"demo": {"plugin": "demo"}}})
        cls.http = Adapter(cls.daemon)
        cls.enterClassContext(cls.daemon)
        cls.enterClassContext(cls.http)
        cls.host = f"127.0.0.1:{cls.http.port}"
        cls.token = f"Authorization: Bearer {cls.http.tokens['operator']}\r\n"

    def open(self):
        connection = self.enterContext(socket.create_connection(("127.0.0.1", self.http.port), PATIENCE))
        return connection, Reader(connection)

    def raw(self, text):
        return text.replace("{H}", self.host).replace("{A}", self.token).encode("latin-1")

    def next_request(self, goes_on):
        if goes_on:
            return self.raw(f"GET {PROBE} HTTP/1.1\r\nHost: {{H}}\r\nConnection: close\r\n\r\n")
        return self.raw("POST /api/v1/runs HTTP/1.1\r\nHost: {H}\r\n{A}Content-Type: application/json\r\n"
                        "Content-Length: 2\r\n\r\n{}")

    def statuses(self, vector):
        """Of all answers to the vector and the request behind it, the signs to go on left out."""
        connection, reader = self.open()
        connection.sendall(self.raw(vector.raw) + self.next_request(vector.goes_on))
        answers = []
        while (answer := reader.answer()) is not None:
            answers.append(answer)
        for status, fields, body in answers:
            if status >= 400:
                self.assertEqual(fields["content-type"], "application/problem+json", body)
            if status == 405:
                self.assertIn("allow", fields)
        if vector.page:
            self.assertTrue(answers[0][1]["content-type"].startswith("text/html"), answers[0])
        if not vector.goes_on and answers:
            self.assertEqual(answers[-1][1].get("connection"), "close")
        return [status for status, _, _ in answers if status != 100]

    def runs(self):
        return len(self.daemon.call("runs.list", limit=500)["runs"])

    def test_every_vector_is_answered_once_and_nothing_behind_it_is_taken_for_its_own(self):
        self.assertEqual(len({vector.name for vector in VECTORS}), len(VECTORS))
        before = self.runs()
        for vector in VECTORS:
            with self.subTest(vector.name, clause=vector.clause):
                self.assertEqual(self.statuses(vector), vector.status + ([200] if vector.goes_on else []))
        self.assertEqual(self.runs(), before, "a request behind a refused one was carried out")

    def test_byte_by_byte_means_the_same(self):
        """Where the pieces of a request end says nothing (RFC 9112, 2.1)."""
        for vector in VECTORS:
            if len(vector.raw) > 1000:
                continue
            with self.subTest(vector.name, clause=vector.clause):
                connection, reader = self.open()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    for byte in self.raw(vector.raw):
                        connection.sendall(bytes([byte]))
                    connection.shutdown(socket.SHUT_WR)
                except OSError:
                    pass   # refused before its end, and the answer lies in our buffer
                statuses = []
                while (answer := reader.answer()) is not None:
                    statuses.append(answer[0])
                self.assertEqual([status for status in statuses if status != 100], vector.status)

    def test_the_request_that_follows_would_start_a_run(self):
        """The counter of the first test counts."""
        before = self.runs()
        connection, reader = self.open()
        connection.sendall(self.next_request(False))
        self.assertEqual(reader.answer()[0], 202)
        self.assertEqual(self.runs(), before + 1)

    def test_answers_come_in_the_order_of_the_requests(self):
        """RFC 9112, 9.3.2."""
        connection, reader = self.open()
        connection.sendall(b"".join(self.raw(f"GET /api/v1/runs/{900000 + number} HTTP/1.1\r\nHost: {{H}}\r\n{{A}}\r\n")
                                    for number in range(50)))
        for number in range(50):
            status, _, body = reader.answer()
            self.assertEqual(status, 404)
            self.assertIn(f'"instance":"/api/v1/runs/{900000 + number}"'.encode(), body)

    def test_a_sign_to_go_on_comes_before_the_body(self):
        """RFC 9110, 10.1.1: 100 at once, and the answer after the body."""
        connection, reader = self.open()
        body = '{"jsonrpc":"2.0","id":1,"method":"rpc.ping"}'
        connection.sendall(self.raw("POST /rpc HTTP/1.1\r\nHost: {H}\r\n{A}Content-Type: application/json\r\n"
                                    f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"))
        self.assertEqual(reader.answer()[0], 100)
        connection.sendall(body.encode())
        self.assertEqual(reader.answer()[0], 200)

    def test_no_sign_for_a_body_that_is_refused_anyway(self):
        connection, reader = self.open()
        connection.sendall(self.raw("POST /rpc HTTP/1.1\r\nHost: {H}\r\n{A}Content-Type: application/json\r\n"
                                    f"Expect: 100-continue\r\nContent-Length: {1 << 30}\r\n\r\n"))
        self.assertEqual(reader.answer()[0], 413)
        self.assertIsNone(reader.answer())

    def test_head_has_the_fields_of_get_and_no_body(self):
        """RFC 9110, 9.3.2: a client that trusted the length would wait for the next answer's bytes."""
        connection, reader = self.open()
        connection.sendall(self.raw("HEAD /api/v1/schedules HTTP/1.1\r\nHost: {H}\r\n{A}\r\n"
                                    f"GET {PROBE} HTTP/1.1\r\nHost: {{H}}\r\nConnection: close\r\n\r\n"))
        received = b""
        while piece := connection.recv(65536):
            received += piece
        first, second = received.split(b"\r\n\r\n", 1)
        self.assertIn(b"content-length: ", first)
        self.assertTrue(second.startswith(b"HTTP/1.1 200"), second)


if __name__ == "__main__":
    trawl.main()
