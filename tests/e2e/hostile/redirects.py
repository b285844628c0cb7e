"""Redirects: without end, to nowhere, and to where nobody from outside may lead."""

from hostile import GOOD, behaviour, door

# Where each row of the family `to_...` leads. 2 is the host that nobody has allowed: a witness listens there.
FORBIDDEN_TARGETS = {
    "file": "file:///etc/passwd",
    "ftp": "ftp://127.0.0.1/",
    "gopher": "gopher://127.0.0.1/_x",
    "dict": "dict://127.0.0.1/d:x",
    "ldap": "ldap://127.0.0.1/",
    "data": "data:text/html,<h1>good</h1>",
    "javascript": "javascript:alert(1)",
    "websocket": "ws://127.0.0.1/",
    "unix": "unix:///run/trawl.sock",
    "ten": "http://10.0.0.1/",
    "carrier": "http://100.64.0.1/",
    "one_seven_two": "http://172.16.0.1/",
    "one_nine_two": "http://192.168.0.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "other_loopback": "http://127.0.0.2:{forbidden}/",
    "loopback_decimal": "http://2130706434:{forbidden}/",
    "loopback_hexadecimal": "http://0x7f.2:{forbidden}/",
    "loopback_octal": "http://0177.0.0.2:{forbidden}/",
    "loopback_short": "http://127.2:{forbidden}/",
    "loopback_fullwidth": "http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.2:{forbidden}/",
    "loopback_user": "http://good.example@127.0.0.2:{forbidden}/",
    "unspecified": "http://0.0.0.0:{forbidden}/",
    "zero": "http://0:{forbidden}/",
    "six_loopback": "http://[::1]:{forbidden}/",
    "six_unspecified": "http://[::]:{forbidden}/",
    "six_mapped": "http://[::ffff:127.0.0.2]:{forbidden}/",
    "six_mapped_hexadecimal": "http://[::ffff:7f00:2]:{forbidden}/",
    "six_compatible": "http://[::127.0.0.2]:{forbidden}/",
    "six_nat64": "http://[64:ff9b::7f00:2]:{forbidden}/",
    "six_link_local": "http://[fe80::1]:{forbidden}/",
    "six_unique_local": "http://[fd00:ec2::254]/",
    "multicast": "http://224.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "name_of_private_address": "http://internal.hostile.example/",
}


def to(name, target):
    async def answer(peer, request):
        if "{forbidden}" in target:
            return await peer.redirect(target.format(forbidden=peer.server.port("forbidden")))
        await peer.redirect(target)

    answer.__name__, answer.__doc__ = f"to_{name}", f"Redirects to {target}."
    return behaviour(answer)


for name, target in FORBIDDEN_TARGETS.items():
    to(name, target)


@door(address="127.0.0.2")
async def forbidden(peer):
    """Where none of them may arrive."""
    while await peer.request():
        await peer.answer(GOOD)


@door
async def unvisited(peer):
    """Where platforms that may not reach this machine may not arrive."""
    while await peer.request():
        await peer.answer(GOOD)


@behaviour
async def redirect_loop(peer, request):
    """From / to /b and back."""
    await peer.redirect("/" if request.path == "/b" else "/b")


@behaviour
async def redirect_to_itself(peer, request):
    """303 to where it comes from."""
    await peer.redirect(request.target, status="303 See Other")


@behaviour
async def redirect_to_fragment_of_itself(peer, request):
    """The same page with another fragment each time: still a loop."""
    await peer.redirect(f"{request.target}#{len(peer.record.requests)}")


@behaviour
async def redirect_chain_of_10(peer, request):
    """Ten redirects and a good page, which is just allowed."""
    number = int(request.path[1:] or 0)
    await (peer.redirect(f"/{number + 1}") if number < 10 else peer.answer(GOOD))


@behaviour
async def redirect_chain_of_11(peer, request):
    """Eleven redirects and a good page."""
    number = int(request.path[1:] or 0)
    await (peer.redirect(f"/{number + 1}") if number < 11 else peer.answer(GOOD))


@behaviour
async def redirect_for_ever(peer, request):
    """Always on to another page."""
    await peer.redirect(f"/{int(request.path[1:] or 0) + 1}")


@behaviour
async def location_missing(peer, request):
    """302 to nowhere."""
    await peer.answer(b"", status="302 Found")


@behaviour
async def location_empty(peer, request):
    """An empty Location, which is the page itself."""
    await peer.redirect("")


@behaviour
async def location_of_64_kib(peer, request):
    """A Location as long as all headers together may be."""
    await peer.redirect("/" + "l" * 65536)


@behaviour
async def location_of_60_kib(peer, request):
    """A Location that just fits into the headers, of a page that answers well."""
    await (peer.answer(GOOD) if request.path != "/" else peer.redirect("/" + "l" * 60_000))


@behaviour
async def location_garbage(peer, request):
    """A Location that is no URL."""
    await peer.redirect("http://[:::1/\x7f%zz")


@behaviour
async def location_without_host(peer, request):
    """http:/// and nothing."""
    await peer.redirect("http://")


@behaviour
async def location_bad_port(peer, request):
    """A port beyond 65535."""
    await peer.redirect("http://good.example:99999/")


@behaviour
async def location_with_nul(peer, request):
    """A NUL inside of the Location."""
    await peer.redirect("/good\x00.example")


@behaviour
async def locations_differ(peer, request):
    """Two Locations, one of them forbidden."""
    await (peer.answer(GOOD) if request.path == "/good" else peer.redirect("/good", "Location: file:///etc/passwd"))


@behaviour
async def redirect_300(peer, request):
    """300 Multiple Choices, which nobody chooses from."""
    await peer.answer(GOOD, "Location: file:///etc/passwd", status="300 Multiple Choices")


@behaviour
async def redirect_relative(peer, request):
    """A relative Location with dots, as sites have them."""
    await (peer.answer(GOOD) if request.path == "/good" else peer.redirect("a/./b/../../good"))
