"""First lines that are no status lines, and statuses that do not exist."""
from hostile import GOOD, behaviour

REST = b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(GOOD) + GOOD


@behaviour
async def status_999(peer, request):
    """A status that nobody has defined, as some sites answer to robots."""
    await peer.answer(GOOD, status="999 Request Denied")


@behaviour
async def status_000(peer, request):
    """Status 000."""
    await peer.send(b"HTTP/1.1 000 Nothing\r\n" + REST)


@behaviour
async def status_letters(peer, request):
    """Status abc."""
    await peer.send(b"HTTP/1.1 abc OK\r\n" + REST)


@behaviour
async def status_four_digits(peer, request):
    """Status 2000."""
    await peer.send(b"HTTP/1.1 2000 OK\r\n" + REST)


@behaviour
async def status_without_reason(peer, request):
    """No reason phrase, which is legal."""
    await peer.send(b"HTTP/1.1 200\r\n" + REST)


@behaviour
async def http_0_9(peer, request):
    """The page and nothing before it."""
    await peer.send(GOOD)


@behaviour
async def http_9_9(peer, request):
    """A version of the future."""
    await peer.send(b"HTTP/9.9 200 OK\r\n" + REST)


@behaviour
async def other_protocol(peer, request):
    """An answer in RTSP."""
    await peer.send(b"RTSP/1.0 200 OK\r\n" + REST)


@behaviour
async def binary_garbage(peer, request):
    """Bytes that are no text at all."""
    await peer.send(bytes((number * 131 + 5) % 256 for number in range(8192)))


@behaviour
async def only_line_ends(peer, request):
    """Empty lines and nothing else."""
    await peer.send(b"\r\n" * 2000)


@behaviour
async def switching_protocols(peer, request):
    """101 without being asked, and something else from there on."""
    await peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello")


@behaviour
async def interim_answers(peer, request):
    """100, 102 and 103 before a good answer, which is legal."""
    await peer.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Hint: 1\r\n\r\n")
    await peer.answer(GOOD)


@behaviour
async def two_status_lines(peer, request):
    """A second status line among the headers, of a redirect to file:."""
    await peer.send(b"HTTP/1.1 200 OK\r\nHTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n" + REST)


@behaviour
async def too_many_requests_for_ever(peer, request):
    """429, come back in 30,000 years."""
    await peer.answer(b"", "Retry-After: 1000000000000", status="429 Too Many Requests")


@behaviour
async def retry_after_overflow(peer, request):
    """503, come back after more seconds than 64 bits can count."""
    await peer.answer(b"", "Retry-After: 99999999999999999999999999", status="503 Service Unavailable")


@behaviour
async def retry_after_negative(peer, request):
    """503, come back a moment ago."""
    await peer.answer(b"", "Retry-After: -3600", status="503 Service Unavailable")


@behaviour
async def retry_after_garbage(peer, request):
    """503, come back at some point."""
    await peer.answer(b"", "Retry-After: soon, perhaps; \x01", status="503 Service Unavailable")


@behaviour
async def retry_after_past(peer, request):
    """503, come back in 1970: again and again without a pause."""
    await peer.answer(b"", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT", status="503 Service Unavailable")


@behaviour
async def retry_after_year_9999(peer, request):
    """429, come back at the end of the calendar."""
    await peer.answer(b"", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", status="429 Too Many Requests")
