"""A web server of bad faith: every behaviour of the package `hostile` has a listener of its own on
loopback, so that what arrives there, and what could be sent from there, is that behaviour's alone.

    with HostileServer() as server:
        server.port("gzip_bomb")             # where it listens
        server.record("gzip_bomb").pushed    # bytes that it got rid of before the client hung up

Standard library only. Bounded: nothing endless goes on for longer than PATIENCE or for more than LIMIT.
"""
import asyncio
import socket
import struct
import threading
import time

from hostile import BEHAVIOURS

PATIENCE = 25          # seconds that a connection may last
LIMIT = 48 << 20       # bytes that a connection may be sent
REQUEST_LIMIT = 65536  # bytes of a request's head


class Request:
    def __init__(self, head):
        self.raw = head.decode("latin-1")
        lines = self.raw.split("\r\n")
        self.method, self.target, _ = (lines[0] + "  ").split(" ", 2)
        self.path = self.target.split("?")[0]
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            if name:
                self.headers[name.strip().lower()] = value.strip()


class Record:
    """What happened at one listener. Written by the server's thread, read when the run has ended."""

    def __init__(self):
        self.connections = 0
        self.requests = []      # in the order of arrival
        self.pushed = 0         # bytes given to the kernel for the last client
        self.seconds = 0.0      # from the last connection's accept to its end

    @property
    def paths(self):
        return [request.path for request in self.requests]


class Peer:
    """One connection, as behaviours see it. Sending to a client that has hung up raises ConnectionError."""

    def __init__(self, server, record, reader, writer):
        self.server, self.record, self.reader, self.writer = server, record, reader, writer
        # drain() means "the kernel has it". Not 0: asyncio's TLS would pause and never resume.
        writer.transport.set_write_buffer_limits(high=1, low=0)
        self.sent = 0

    async def request(self):
        """The next request, or None when the client closes."""
        try:
            request = Request(await self.reader.readuntil(b"\r\n\r\n"))
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return None
        self.record.requests.append(request)
        return request

    async def send(self, data):
        if self.sent + len(data) > LIMIT:
            raise ConnectionAbortedError("the client takes more than any cap allows")
        self.writer.write(data)
        await self.writer.drain()
        self.sent += len(data)
        self.record.pushed = self.sent

    async def answer(self, body=b"", *headers, status="200 OK", length=True):
        """A whole answer; `headers` are lines without their ends."""
        lines = [f"HTTP/1.1 {status}", *headers]
        if length:
            lines.append(f"Content-Length: {len(body)}")
        if not any(line.lower().startswith("content-type:") for line in headers):
            lines.append("Content-Type: text/html; charset=utf-8")
        await self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    async def redirect(self, location, *headers, status="302 Found"):
        await self.answer(b"", f"Location: {location}", *headers, status=status)

    async def endless(self, piece, pause=0.001):
        """`piece` again and again. The pause lets the client keep up, so that what is pushed is about what it has read."""
        while True:
            await self.send(piece)
            await asyncio.sleep(pause)

    async def hang_up_of_client(self):
        while await self.reader.read(REQUEST_LIMIT):
            pass

    def reset(self):
        """Closes with RST."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    def abort(self):
        """Closes at once: under TLS without a close_notify."""
        self.writer.transport.abort()


class HostileServer:
    """`tls` maps a behaviour to the ssl.SSLContext that its listener speaks."""

    def __init__(self, tls=None):
        self.tls = tls or {}
        self.records, self.ports = {}, {}
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="hostile-server")
        self.listeners, self.conversations = [], set()

    def __enter__(self):
        self.thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self.listen(), self.loop).result(30)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.stop(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def port(self, name):
        return self.ports[name]

    def record(self, name):
        return self.records[name]

    def forget(self):
        """Empties the records before another run."""
        for record in self.records.values():
            record.__init__()

    async def listen(self):
        for name, behaviour in BEHAVIOURS.items():
            if behaviour.certificate and name not in self.tls:
                continue
            self.records[name] = Record()
            listener = await asyncio.start_server(self.conversation(name, behaviour), behaviour.address, 0,
                                                  limit=REQUEST_LIMIT, ssl=self.tls.get(name))
            self.listeners.append(listener)
            self.ports[name] = listener.sockets[0].getsockname()[1]

    async def stop(self):
        for listener in self.listeners:
            listener.close()
        for conversation in self.conversations:
            conversation.cancel()
        await asyncio.gather(*self.conversations, return_exceptions=True)

    def conversation(self, name, behaviour):
        async def converse(reader, writer):
            self.conversations.add(asyncio.current_task())
            record = self.records[name]
            record.connections += 1
            accepted = time.monotonic()
            try:
                async with asyncio.timeout(PATIENCE):
                    await behaviour.play(Peer(self, record, reader, writer))
            except (OSError, TimeoutError, asyncio.CancelledError):
                pass   # the client went away, or the test ends
            finally:
                record.seconds = time.monotonic() - accepted
                self.conversations.discard(asyncio.current_task())
                writer.close()

        return converse
