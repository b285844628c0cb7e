"""Bodies whose length is a lie, or is told in two ways."""
from hostile import GOOD, behaviour

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
WHOLE = b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)


async def lengths(peer, *values):
    await peer.send(HEAD + b"".join(b"Content-Length: %s\r\n" % value for value in values) + b"\r\n" + GOOD)


@behaviour
async def length_too_long(peer, request):
    """Announces 1000 bytes more than it sends."""
    await lengths(peer, b"%d" % (len(GOOD) + 1000))


@behaviour
async def length_too_short(peer, request):
    """Sends more than it announces: what was announced is the body."""
    await peer.send(HEAD + b"Content-Length: %d\r\n\r\n" % len(GOOD) + GOOD + b"<h1>more</h1>" * 100)


@behaviour
async def length_negative(peer, request):
    """Content-Length: -1."""
    await lengths(peer, b"-1")


@behaviour
async def length_overflow(peer, request):
    """A Content-Length beyond 64 bits, whose low bits fit the body."""
    await lengths(peer, b"%d" % ((1 << 64) + len(GOOD)))


@behaviour
async def length_no_number(peer, request):
    """Content-Length: many."""
    await lengths(peer, b"many")


@behaviour
async def length_with_rest(peer, request):
    """Content-Length: a number and letters behind it."""
    await lengths(peer, b"%dabc" % len(GOOD))


@behaviour
async def lengths_differ(peer, request):
    """Two Content-Lengths; the second one is half of the body."""
    await lengths(peer, b"%d" % len(GOOD), b"%d" % (len(GOOD) // 2))


@behaviour
async def lengths_differ_in_a_list(peer, request):
    """One Content-Length with two values."""
    await lengths(peer, b"%d, %d" % (len(GOOD), len(GOOD) // 2))


@behaviour
async def lengths_agree(peer, request):
    """The same Content-Length twice, which is to be forgiven."""
    await lengths(peer, b"%d" % len(GOOD), b"%d" % len(GOOD))


@behaviour
async def length_and_chunks(peer, request):
    """Content-Length and chunks: the chunks decide."""
    await peer.send(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + WHOLE)


@behaviour
async def chunks_under_http_1_0(peer, request):
    """Chunks in an HTTP/1.0 answer, where nothing ends but the connection."""
    await peer.send(CHUNKED.replace(b"1.1", b"1.0") + WHOLE)


@behaviour
async def chunk_size_garbage(peer, request):
    """A chunk size that is no number."""
    await peer.send(CHUNKED + b"5\r\n<h1>g\r\nZZZ\r\nood\r\n0\r\n\r\n")


@behaviour
async def chunk_size_overflow(peer, request):
    """A chunk size beyond 64 bits."""
    await peer.send(CHUNKED + b"F" * 20 + b"\r\n" + GOOD)


@behaviour
async def chunk_size_largest(peer, request):
    """A chunk size of 2^63 - 1."""
    await peer.send(CHUNKED + b"7FFFFFFFFFFFFFFF\r\n" + GOOD)


@behaviour
async def chunk_size_negative(peer, request):
    """A chunk size of -1."""
    await peer.send(CHUNKED + b"-1\r\n" + GOOD)


@behaviour
async def chunk_without_end(peer, request):
    """A chunk that is longer than announced."""
    await peer.send(CHUNKED + b"5\r\n" + GOOD + b"\r\n0\r\n\r\n")


@behaviour
async def chunks_without_last(peer, request):
    """Whole chunks, and the connection closes before the last, empty one."""
    await peer.send(CHUNKED + b"%x\r\n%s\r\n" % (len(GOOD), GOOD))


@behaviour
async def chunks_without_final_line(peer, request):
    """The last chunk is there, the empty line after it is not."""
    await peer.send(CHUNKED + WHOLE[:-2])


@behaviour
async def chunk_cut(peer, request):
    """Closes in the middle of a chunk."""
    await peer.send(CHUNKED + b"%x\r\n%s" % (len(GOOD) + 100, GOOD))


@behaviour
async def unknown_transfer_coding(peer, request):
    """Transfer-Encoding: x-nonsense."""
    await peer.send(HEAD + b"Transfer-Encoding: x-nonsense\r\n\r\n" + GOOD)


@behaviour
async def chunked_not_last(peer, request):
    """Transfer-Encoding: chunked, identity, around a body that is not chunked."""
    await peer.send(HEAD + b"Transfer-Encoding: chunked, x-nonsense\r\n\r\n" + GOOD)


@behaviour
async def no_content_with_body(peer, request):
    """204 with a body, which must be taken for nothing."""
    await peer.answer(GOOD, status="204 No Content")


@behaviour
async def not_modified_with_body(peer, request):
    """304 to a request without conditions, with a body."""
    await peer.answer(GOOD, status="304 Not Modified")


@behaviour
async def empty_body(peer, request):
    """200 with nothing in it."""
    await peer.answer()
