"""Answers of which some part never ends."""
from hostile import GOOD, behaviour, page

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FILLER = b"<p>" + b"x" * 16381


@behaviour
async def endless_chunked(peer, request):
    """Chunk after chunk."""
    await peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    await peer.endless(b"4000\r\n" + FILLER + b"\r\n")


@behaviour
async def endless_until_close(peer, request):
    """A body that ends with the connection, which does not end."""
    await peer.send(HEAD + b"\r\n" + GOOD)
    await peer.endless(FILLER)


@behaviour
async def endless_length(peer, request):
    """Content-Length: a petabyte, and it is being sent."""
    await peer.send(HEAD + b"Content-Length: 1125899906842624\r\n\r\n" + GOOD)
    await peer.endless(FILLER)


@behaviour
async def endless_error_page(peer, request):
    """Status 404, and a body without end."""
    await peer.send(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    await peer.endless(FILLER)


@behaviour
async def endless_redirect_body(peer, request):
    """A redirect to a good page whose own body has no end."""
    if request.path == "/good":
        return await peer.answer(GOOD)
    await peer.send(b"HTTP/1.1 302 Found\r\nLocation: /good\r\n\r\n")
    await peer.endless(FILLER)


@behaviour
async def endless_headers(peer, request):
    """Header after header."""
    await peer.send(HEAD)
    await peer.endless(b"".join(b"X-Filler-%d: %s\r\n" % (number, b"y" * 80) for number in range(10)))


@behaviour
async def endless_header_line(peer, request):
    """One header line without an end."""
    await peer.send(HEAD + b"X-Filler: ")
    await peer.endless(b"y" * 1024)


@behaviour
async def endless_status_line(peer, request):
    """A reason phrase without an end."""
    await peer.send(b"HTTP/1.1 200 ")
    await peer.endless(b"OK " * 341)


@behaviour
async def endless_folding(peer, request):
    """One header, folded over more and more lines."""
    await peer.send(HEAD + b"X-Filler: a\r\n")
    await peer.endless(b" and more\r\n" * 100)


@behaviour
async def endless_interim(peer, request):
    """100 Continue, again and again."""
    await peer.endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 40)


@behaviour
async def endless_hints(peer, request):
    """103 Early Hints with links, again and again."""
    await peer.endless(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 16)


@behaviour
async def endless_trailers(peer, request):
    """A chunked body that ends well, followed by trailers without end."""
    await peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n" % (len(GOOD), GOOD))
    await peer.endless(b"X-Trailer: %s\r\n" % (b"y" * 1010))


@behaviour
async def endless_trailer_line(peer, request):
    """A chunked body that ends well, followed by one trailer line without end."""
    await peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\nX-Trailer: " % (len(GOOD), GOOD))
    await peer.endless(b"y" * 1024)


@behaviour
async def endless_chunk_extension(peer, request):
    """The extension of a chunk's size never ends."""
    await peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;")
    await peer.endless(b"e" * 16384)


@behaviour
async def huge_headers(peer, request):
    """A megabyte of headers, and then a good page."""
    headers = [f"X-Filler-{number}: {'y' * 1000}" for number in range(1024)]
    await peer.answer(GOOD, *headers)


@behaviour
async def many_tiny_headers(peer, request):
    """Thousands of headers of one letter, below 64 KiB together."""
    await peer.answer(GOOD, *["a:"] * 12_000)


@behaviour
async def cookie_flood(peer, request):
    """A thousand cookies, below 64 KiB together."""
    await peer.answer(GOOD, *[f"Set-Cookie: c{number}={'v' * 30}" for number in range(1000)])


@behaviour
async def cookie_mountain(peer, request):
    """A megabyte of cookies."""
    await peer.answer(GOOD, *[f"Set-Cookie: c{number}={'v' * 1000}" for number in range(1024)])


@behaviour
async def crumbs(peer, request):
    """A legal body in 20,000 chunks of one byte."""
    body = page("good", "x" * 20_000)
    await peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    await peer.send(b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n")
