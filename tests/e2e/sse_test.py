"""Streams of events (WHATWG HTML, 9.2) under load: 500 clients of which 100 never read, clients that send a request
byte by byte, readers that come back, and the end of a finished run.

The limits are those of trawl-httpd/server_options.hpp (5 s for a head, 30 s for a body, 30 s for a reader who takes
nothing), hub.hpp (4 MiB of newest events in memory) and response.hpp (one piece of at most 64 KiB per reader).
"""
import fcntl
import os
import random
import re
import resource
import selectors
import socket
import struct
import termios
import threading
import time
import unittest

import trawl
from adapter import Adapter, require_adapter

# The events are twice what a socket's buffers (208 KiB and what a full one still takes) and a piece hold together, so
# that nobody gets them all without reading.
READERS, SLEEPERS, EVENTS = 400, 100, 2500
HEAD_TIME, BODY_TIME, STALL_TIME, HEARTBEAT, GRACE = 5, 30, 30, 15, 8   # seconds
PIECE_KIB, RING_KIB, CONNECTION_KIB = 64, 4 << 10, 16
PATIENCE = 60


def allow_many_files(count=4096):
    """For this process and the programs that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        if hard != resource.RLIM_INFINITY and hard < count:
            raise unittest.SkipTest(f"only {hard} files may be open")
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def waiting_bytes(connection):
    """That have come and have not been read."""
    return struct.unpack("i", fcntl.ioctl(connection, termios.FIONREAD, b"\0" * 4))[0]


class Reader:
    """A stream that is read: HTTP/1.0, so that what follows the head are the events themselves."""

    def __init__(self, connection, path, fields=""):
        self.connection, self.rest, self.ids, self.types = connection, b"", [], []
        self.comments, self.head = 0, None
        connection.sendall(f"GET {path} HTTP/1.0\r\n{fields}\r\n".encode())

    def read(self):
        """False at the end of the stream."""
        try:
            piece = self.connection.recv(262144)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            return False
        self.take(piece)
        return bool(piece)

    def take(self, piece):
        self.rest += piece
        if self.head is None:
            head, mark, rest = self.rest.partition(b"\r\n\r\n")
            if not mark:
                return
            self.head, self.rest = head.decode("latin-1"), rest
        whole, mark, self.rest = self.rest.rpartition(b"\n\n")
        self.ids += map(int, re.findall(rb"^id: (\d+)$", whole, re.M))
        self.types += re.findall(rb"^event: (.+)$", whole, re.M)
        self.comments += len(re.findall(rb"^:", whole, re.M))

    @property
    def status(self):
        return int(self.head.split(" ")[1])

    def read_until(self, wanted, patience=PATIENCE):
        """Until wanted(self) or the end of the stream; the latter is told as False."""
        deadline = time.monotonic() + patience
        while not wanted(self):
            self.connection.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                piece = self.connection.recv(262144)
            except TimeoutError:
                raise AssertionError(f"nothing came in {patience} s: {self.head} {self.ids[-3:]} {self.rest!r}") from None
            if not piece:
                return False
            self.take(piece)
        return True

    def close(self):
        self.connection.close()


class Streams(unittest.TestCase):
    def setUp(self):
        require_adapter()
        allow_many_files()
        self.daemon = trawl.Daemon({"platforms": {"demo": {"plugin": "demo"}}})
        self.http = Adapter(self.daemon, streams_per_caller=450)
        self.enterContext(self.daemon)
        self.enterContext(self.http)
        self.fields = f"Host: 127.0.0.1:{self.http.port}\r\nAuthorization: Bearer {self.http.tokens['viewer']}\r\n"

    def tcp(self):
        return self.enterContext(socket.create_connection(("127.0.0.1", self.http.port), PATIENCE))

    def unix(self):
        """Its sender's buffer is fixed (200 KB), so that one who does not read is soon noticed."""
        connection = self.enterContext(socket.socket(socket.AF_UNIX))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(str(self.http.settings.unix))
        return connection

    def reader(self, path="/api/v1/events", since=None):
        last = "" if since is None else f"Last-Event-ID: {since}\r\n"
        return Reader(self.tcp(), path, self.fields + last)

    def newest(self):
        return self.journal(0)[-1]

    def journal(self, since):
        """The positions of all events after `since`."""
        seqs = []
        with trawl.Connection(self.daemon.socket) as connection:
            while events := connection.call("events.list", since=seqs[-1] if seqs else since, limit=200)["events"]:
                seqs += [event["seq"] for event in events]
        return seqs

    def burst(self, count):
        """More than `count` events, by a run and many small changes."""
        with trawl.Connection(self.daemon.socket) as connection:
            run = connection.call("runs.start")["run_id"]
            for number in range(count):
                connection.call("platforms.enable" if number % 2 else "platforms.disable", name="demo")
        self.daemon.wait_for_end(run)

    def open_sockets(self):
        return len(os.listdir(f"/proc/{self.http.process.pid}/fd"))

    def wait_until(self, holds, patience, what):
        """Asks the adapter in between, which must go on answering."""
        deadline = time.monotonic() + patience
        while not holds():
            self.assertLess(time.monotonic(), deadline, what)
            self.answers_at_once()

    def answers_at_once(self):
        begun = time.monotonic()
        self.assertEqual(self.http.get("/api/v1/status").status, 200)
        self.assertLess(time.monotonic() - begun, 2)


class Load(Streams):
    def test_sleepers_cost_one_piece_each_and_nobody_else_anything(self):
        self.daemon.run()
        begin = self.newest()
        idle_kib, idle_files = self.http.memory_kib(), self.open_sockets()
        readers = [self.reader(since=begin) for _ in range(READERS)]
        sleepers = self.sleepers(SLEEPERS // 2, begin)
        selector = self.enterContext(selectors.DefaultSelector())
        for reader in readers:
            reader.connection.setblocking(False)
            selector.register(reader.connection, selectors.EVENT_READ, reader)
        bursting = threading.Thread(target=self.burst, args=(EVENTS,))
        bursting.start()
        while bursting.is_alive():
            self.read_some(selector)
        wanted = self.journal(begin)
        self.assertGreaterEqual(len(wanted), EVENTS)
        deadline = time.monotonic() + PATIENCE
        while any(len(reader.ids) < len(wanted) for reader in readers):
            self.assertLess(time.monotonic(), deadline, "some readers lack events")
            self.read_some(selector)
        for reader in readers:
            self.assertEqual(reader.status, 200)
            self.assertEqual(reader.ids, wanted)
        sleepers += self.sleepers(SLEEPERS // 2, begin)   # these are told all of it at once
        self.wait_until(lambda: all(waiting_bytes(sleeper.connection) > 20_000 for sleeper in sleepers), PATIENCE,
                        "the sleepers are not told anything")
        cost_kib = self.http.memory_kib() - idle_kib
        limit_kib = 2 * RING_KIB + (READERS + SLEEPERS) * CONNECTION_KIB + SLEEPERS * 2 * PIECE_KIB
        print(f"\n{len(wanted)} events to {READERS} readers: {cost_kib} KiB with {SLEEPERS} sleepers, at most {limit_kib}")
        self.assertLess(cost_kib, limit_kib)
        self.wait_until(lambda: self.open_sockets() <= idle_files + READERS + 5, STALL_TIME + GRACE,
                        "those who do not read are not dropped")
        for sleeper in sleepers:
            self.assertFalse(sleeper.read_until(lambda _: False), "dropped, and yet not closed")
            self.assertEqual(sleeper.ids, wanted[:len(sleeper.ids)])
            self.assertLess(len(sleeper.ids), len(wanted), "it got everything, and has not been a sleeper")
        for reader in readers:
            self.assertIn(b"platform.enabled", reader.types)

    def sleepers(self, count, since):
        return [Reader(self.unix(), "/api/v1/events", f"Last-Event-ID: {since}\r\n") for _ in range(count)]

    def read_some(self, selector):
        for key, _ in selector.select(0.2):
            self.assertTrue(key.data.read(), "a stream that is read has ended")

    def test_streams_are_limited_for_each_caller(self):
        readers = [self.reader() for _ in range(450)]
        for reader in readers:
            reader.read_until(lambda reader: reader.head)
            self.assertEqual(reader.status, 200)
        beyond = self.http.get("/api/v1/events", role="viewer")
        self.assertEqual((beyond.status, beyond.json["code"]), (429, "too_many_streams"))
        self.assertGreaterEqual(int(beyond.fields["retry-after"]), 1)
        readers[0].close()
        self.wait_until(lambda: self.http.get("/api/v1/runs/1/events", role="viewer").status != 429, PATIENCE,
                        "a stream that has gone still counts")


class SlowRequests(Streams):
    """Slowloris: a request that never ends holds one connection for a while, and nobody up."""

    def trickle(self, head, letters, limit):
        """Sends `letters` one by one to 30 connections until they are answered; the answers, and the time."""
        selector = self.enterContext(selectors.DefaultSelector())
        begun, answers = time.monotonic(), []
        for _ in range(30):
            connection = self.tcp()
            connection.sendall(head)
            selector.register(connection, selectors.EVENT_READ)
        while selector.get_map():
            self.assertLess(time.monotonic() - begun, limit + GRACE, f"{len(selector.get_map())} are still open")
            for key, _ in selector.select(0.2):
                selector.unregister(key.fileobj)
                answers.append(key.fileobj.recv(65536))
            for key in list(selector.get_map().values()):
                key.fileobj.sendall(letters)
            self.answers_at_once()
        return answers, time.monotonic() - begun

    def judge(self, answers, lasted, limit):
        self.assertGreaterEqual(lasted, limit - 1)
        for answer in answers:
            self.assertIn(b" 408 ", answer.split(b"\r\n")[0])
            self.assertIn(b"connection: close", answer)
            self.assertIn(b'"request_timeout"', answer)

    def test_a_head_that_does_not_end(self):
        self.judge(*self.trickle(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", b"a", HEAD_TIME), HEAD_TIME)

    def test_a_body_that_does_not_end(self):
        head = f"POST /rpc HTTP/1.1\r\n{self.fields}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
        self.judge(*self.trickle(head.encode(), b" ", BODY_TIME), BODY_TIME)


class Positions(Streams):
    def test_a_reader_that_comes_back_misses_nothing(self):
        self.daemon.run()
        begin = self.newest()
        self.burst(60)
        wanted = self.journal(begin)
        chance, seen = random.Random(20), []
        while len(seen) < len(wanted):
            cut = chance.randint(1, 12)
            reader = self.reader(since=seen[-1] if seen else begin)
            reader.read_until(lambda reader: len(reader.ids) >= min(cut, len(wanted) - len(seen)))
            seen += reader.ids[:cut]
            reader.close()
        self.assertEqual(seen, wanted)

    def test_the_field_wins_over_the_address(self):
        self.daemon.run()
        wanted = self.journal(0)
        reader = self.reader("/api/v1/events?since=0", since=wanted[2])
        reader.read_until(lambda reader: reader.ids)
        self.assertEqual(reader.ids[0], wanted[3])

    def test_positions_outlive_the_adapter(self):
        self.daemon.run()
        begin = self.newest()
        self.http.stop()
        self.burst(5)
        self.http.start()
        wanted = self.journal(begin)
        reader = self.reader(since=begin)
        reader.read_until(lambda reader: len(reader.ids) >= len(wanted))
        self.assertEqual(reader.ids, wanted)

    def test_a_stream_outlives_the_daemon(self):
        self.daemon.run()
        begin = self.newest()
        reader = self.reader(since=begin)
        reader.read_until(lambda reader: reader.head)
        self.daemon.process.terminate()
        self.daemon.process.wait()
        self.daemon.start()
        self.burst(5)
        wanted = self.journal(begin)
        reader.read_until(lambda reader: len(reader.ids) >= len(wanted))
        self.assertEqual(reader.ids, wanted)

    def test_a_finished_run_ends_its_stream_and_then_all_coming_back(self):
        run = self.daemon.run()["id"]
        reader = self.reader(f"/api/v1/runs/{run}/events?since=0")
        self.assertFalse(reader.read_until(lambda _: False), "the stream has not ended")
        self.assertEqual(reader.types[0], b"run.created")
        self.assertEqual(reader.types[-2:], [b"run.finished", b"stream.end"])
        again = self.reader(f"/api/v1/runs/{run}/events", since=reader.ids[-1])
        again.read_until(lambda _: False)
        self.assertEqual(again.status, 204)

    def test_a_run_is_told_while_it_runs(self):
        run = self.daemon.call("runs.start")["run_id"]
        reader = self.reader(f"/api/v1/runs/{run}/events?since=0")
        reader.read_until(lambda _: False)
        self.assertEqual((reader.types[0], reader.types[-1]), (b"run.created", b"stream.end"))
        self.assertEqual(reader.ids, sorted(set(reader.ids[:-1])) + reader.ids[-1:])

    def test_a_quiet_stream_is_kept_alive(self):
        reader = self.reader()
        reader.read_until(lambda reader: reader.head)
        begun = time.monotonic()
        reader.read_until(lambda reader: reader.comments, HEARTBEAT + GRACE)
        self.assertGreater(time.monotonic() - begun, HEARTBEAT - 2)

    def test_a_stream_says_how_it_is_to_be_read(self):
        reader = self.reader()
        reader.read_until(lambda reader: reader.head)
        for words in ("text/event-stream", "cache-control: no-store", "x-accel-buffering: no"):
            self.assertIn(words, reader.head)
        answer = self.http.first_of("/api/v1/events", {})
        self.assertRegex(answer.body.decode(), r"^retry: (2[5-9]|3\d|4[0-5])\d\d\n\n")


if __name__ == "__main__":
    trawl.main()
