"""TLS that must not be trusted, and TLS that breaks off. The certificates are made in certificates.py."""
import asyncio

from hostile import GOOD, behaviour, door, page

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def under(certificate, name, description):
    async def answer(peer, request):
        await peer.answer(GOOD)

    answer.__name__, answer.__doc__ = name, description
    return behaviour(answer, certificate=certificate)


under("good", "tls_good", "A certificate that the platform's own authority has signed: all is well.")
under("expired", "tls_expired", "A certificate that expired in 2020.")
under("future", "tls_not_yet_valid", "A certificate that will be valid in 2090.")
under("other_host", "tls_other_host", "A certificate for another host.")
under("self_signed", "tls_self_signed", "A certificate that has signed itself.")
under("untrusted", "tls_untrusted", "A certificate of an authority that nobody knows.")
under("common_name", "tls_common_name_only", "The right name, but where no browser looks any more.")
under("weak_key", "tls_weak_key", "A key of 512 bits.")
under("tls_1_0", "tls_1_0_only", "A server that speaks TLS 1.0 and nothing newer.")


@behaviour(certificate="good")
async def tls_downgrade(peer, request):
    """Redirects from https to http."""
    await peer.redirect("http://stranger.example/downgraded", "Set-Cookie: own=CANARY-cookie; Secure")


@behaviour(certificate="good")
async def tls_cut_in_announced_body(peer, request):
    """Ends without close_notify inside of a body of known length."""
    await peer.send(HEAD + b"Content-Length: 4000\r\n\r\n" + GOOD)
    await asyncio.sleep(0.05)
    peer.abort()


@behaviour(certificate="good")
async def tls_cut_in_unbounded_body(peer, request):
    """Ends without close_notify where only the end of the connection tells that the body is whole."""
    await peer.send(HEAD + b"\r\n" + page("good"))
    await asyncio.sleep(0.05)
    peer.abort()


@behaviour(certificate="good")
async def tls_cut_after_body(peer, request):
    """Ends without close_notify after a body of known length, as many servers do."""
    await peer.answer(GOOD, "Connection: close")
    await asyncio.sleep(0.05)
    peer.abort()


@door
async def tls_plain_http(peer):
    """Speaks plain HTTP on the port of https."""
    await peer.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await peer.hang_up_of_client()


@door
async def tls_alert(peer):
    """Answers the handshake with an alert."""
    await peer.reader.read(1)
    await peer.send(b"\x15\x03\x03\x00\x02\x02\x28")


@door
async def tls_close_in_handshake(peer):
    """Closes in the middle of the handshake."""
    await peer.reader.read(65536)


@door
async def tls_reset_in_handshake(peer):
    """RST in the middle of the handshake."""
    await peer.reader.read(65536)
    peer.reset()


@door
async def tls_garbage(peer):
    """Answers the handshake with noise."""
    await peer.reader.read(1)
    await peer.send(bytes((number * 131 + 5) % 256 for number in range(4096)))
    await peer.hang_up_of_client()


@door
async def tls_silent(peer):
    """Reads the client's hello and never answers."""
    await peer.hang_up_of_client()


@door
async def tls_endless_handshake(peer):
    """Handshake messages without end: a certificate of 16 MiB."""
    await peer.reader.read(1)
    await peer.send(b"\x16\x03\x03\x40\x00\x0b\xff\xff\xff" + b"c" * 16380)
    await peer.endless(b"\x16\x03\x03\x40\x00" + b"c" * 16384)


@behaviour(certificate="good")
async def http_to_tls_port(peer, request):
    """A platform that speaks plain HTTP to a port of TLS."""
    await peer.answer(GOOD)
