"""Servers that take their time."""
import asyncio

from hostile import GOOD, behaviour, door

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4000\r\n"


async def drip(peer, data, pause=0.2):
    for byte in data:
        await peer.send(bytes([byte]))
        await asyncio.sleep(pause)


@behaviour
async def drip_body(peer, request):
    """The body, five bytes a second."""
    await peer.send(HEAD + b"\r\n")
    await drip(peer, GOOD.ljust(4000))


@behaviour
async def drip_header(peer, request):
    """The headers, five bytes a second."""
    await peer.send(b"HTTP/1.1 200 OK\r\n")
    await drip(peer, b"Content-Type: text/html\r\n" * 100)


@behaviour
async def drip_header_lines(peer, request):
    """A whole header line, five times a second: never long without a byte."""
    await peer.send(b"HTTP/1.1 200 OK\r\n")
    await peer.endless(b"X-Filler: y\r\n", pause=0.2)


@behaviour
async def drip_status_line(peer, request):
    """The status line, five bytes a second."""
    await drip(peer, HEAD)


@behaviour
async def drip_interim(peer, request):
    """100 Continue five times a second, and never an answer."""
    await peer.endless(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.2)


@behaviour
async def drip_chunks(peer, request):
    """Chunks of one byte, five a second."""
    await peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await peer.endless(b"1\r\nx\r\n", pause=0.2)


@behaviour
async def stall_in_body(peer, request):
    """Half of the body, then silence."""
    await peer.send(HEAD + b"\r\n" + GOOD)
    await peer.hang_up_of_client()


@behaviour
async def stall_after_headers(peer, request):
    """The headers, then silence."""
    await peer.send(HEAD + b"\r\n")
    await peer.hang_up_of_client()


@behaviour
async def stall_after_request(peer, request):
    """Reads the request and never answers."""
    await peer.hang_up_of_client()


@door
async def silent(peer):
    """Accepts and does not even read."""
    await asyncio.sleep(20)


@behaviour
async def late_but_well(peer, request):
    """Answers after a third of a second, as slow sites do."""
    await asyncio.sleep(0.33)
    await peer.answer(GOOD)
