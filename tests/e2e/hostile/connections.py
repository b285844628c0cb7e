"""Connections that end at the wrong moment, or say more than they were asked."""
import asyncio

from hostile import GOOD, KEEP, behaviour, door, page

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FALSE_ANSWER = HEAD + b"Content-Length: %d\r\n\r\n" % len(page("false")) + page("false")


@door
async def accept_and_close(peer):
    """Closes each connection as soon as it is there."""


@door
async def accept_and_reset(peer):
    """Resets each connection as soon as it is there."""
    peer.reset()


@behaviour
async def close_after_request(peer, request):
    """Reads the request and closes."""


@behaviour
async def reset_in_headers(peer, request):
    """RST in the middle of the headers."""
    await peer.send(HEAD)
    await asyncio.sleep(0.05)
    peer.reset()


@behaviour
async def reset_in_body(peer, request):
    """RST in the middle of the body."""
    await peer.send(HEAD + b"Content-Length: 4000\r\n\r\n" + GOOD)
    await asyncio.sleep(0.05)
    peer.reset()


@behaviour
async def reset_in_unbounded_body(peer, request):
    """RST in a body that would have ended with the connection."""
    await peer.send(HEAD + b"\r\n" + GOOD)
    await asyncio.sleep(0.05)
    peer.reset()


@behaviour
async def close_in_status_line(peer, request):
    """Closes in the middle of the status line."""
    await peer.send(b"HTTP/1.1 20")


@behaviour
async def close_in_headers(peer, request):
    """Closes in the middle of the headers, at the end of a line."""
    await peer.send(HEAD)


@behaviour
async def close_in_header_line(peer, request):
    """Closes in the middle of a header line."""
    await peer.send(HEAD + b"Content-Len")


@behaviour
async def close_after_interim(peer, request):
    """100 Continue, and nothing after it."""
    await peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")


@behaviour
async def second_answer_at_once(peer, request):
    """A good answer with an unasked one right behind it, in the same packet."""
    await peer.answer(page(f"good {request.path}"))
    await peer.send(FALSE_ANSWER)
    return KEEP


@behaviour
async def second_answer_later(peer, request):
    """A good answer, and an unasked one while nothing is asked."""
    await peer.answer(page(f"good {request.path}"))
    await asyncio.sleep(0.02)
    await peer.send(FALSE_ANSWER)
    return KEEP


@behaviour
async def body_longer_than_announced(peer, request):
    """The rest of the body looks like an answer to the next request."""
    body = page(f"good {request.path}")
    await peer.send(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body + FALSE_ANSWER)
    return KEEP


@behaviour
async def closes_on_reuse(peer, request):
    """Answers once on each connection and closes it when it is asked again."""
    if peer.sent == 0:
        await peer.answer(page(f"good {request.path}"))
        return KEEP


@behaviour
async def resets_on_reuse(peer, request):
    """Answers once on each connection and resets it when it is asked again."""
    if peer.sent == 0:
        await peer.answer(page(f"good {request.path}"))
        return KEEP
    peer.reset()


@door
async def ssh_banner(peer):
    """Greets as an SSH server does."""
    await peer.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    await peer.hang_up_of_client()


@door
async def smtp_banner(peer):
    """Greets as a mail server does."""
    await peer.send(b"220 mail.example ESMTP\r\n")
    await peer.hang_up_of_client()
