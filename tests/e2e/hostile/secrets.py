"""Redirects that would carry away what was meant for one origin alone. What arrives at `stranger` is looked at."""
from hostile import GOOD, KEEP, behaviour


@behaviour
async def stranger(peer, request):
    """Another origin, which answers well and remembers what it was told."""
    await peer.answer(GOOD, "Set-Cookie: stranger=1")


@behaviour
async def steals_by_host(peer, request):
    """Sets a cookie and redirects to another host."""
    await peer.redirect("http://stranger.example/from-host", "Set-Cookie: own=CANARY-cookie; Domain=example",
                        "Set-Cookie: own2=CANARY-cookie")


@behaviour
async def steals_by_port(peer, request):
    """Redirects to another port of the same host."""
    await peer.redirect(f"http://steals-by-port.hostile.example:{peer.server.port('stranger')}/from-port",
                        "Set-Cookie: own=CANARY-cookie; Secure")


@behaviour
async def steals_by_307(peer, request):
    """Redirects to another host, and asks to send everything again."""
    await peer.redirect("http://stranger.example/from-307", status="307 Temporary Redirect")


@behaviour
async def steals_by_detour(peer, request):
    """To another host and back: what was dropped on the way does not come back."""
    await (peer.answer(GOOD) if request.path == "/back" else peer.redirect("http://detour.example/"))


@behaviour
async def detour(peer, request):
    """The other host on that way."""
    await peer.redirect("http://steals-by-detour.hostile.example/back")


@behaviour
async def gives_userinfo(peer, request):
    """A Location with a user and a password of its own choosing."""
    await (peer.answer(GOOD) if request.path == "/good" else
           peer.redirect("http://root:CANARY-location@gives-userinfo.hostile.example/good"))


@behaviour
async def sets_super_cookie(peer, request):
    """Cookies for a public suffix and for somebody else, then a redirect to that somebody."""
    await peer.redirect("http://stranger.example/from-cookie", "Set-Cookie: super=CANARY-cookie; Domain=.example; Path=/",
                        "Set-Cookie: other=CANARY-cookie; Domain=stranger.example; Path=/")
