"""Hosts whose robots.txt is the trap. Their platforms obey it; all others of the test ignore it."""
from hostile import GOOD, behaviour
from hostile.compressed import GZIP_HEAD, MEBIBYTE


async def plain(peer, text):
    await peer.answer(text.encode(), "Content-Type: text/plain")


@behaviour
async def robots_denies(peer, request):
    """Everything is denied."""
    await (plain(peer, "User-agent: *\nDisallow: /\n") if request.path == "/robots.txt" else peer.answer(GOOD))


@behaviour
async def robots_denies_target(peer, request):
    """Redirects to a path of its own that robots.txt denies."""
    if request.path == "/robots.txt":
        return await plain(peer, "User-agent: *\nDisallow: /denied\n")
    await (peer.answer(GOOD) if request.path == "/denied" else peer.redirect("/denied"))


@behaviour
async def robots_unavailable(peer, request):
    """503 for robots.txt, which means: do not come."""
    await (peer.answer(b"", status="503 Service Unavailable") if request.path == "/robots.txt" else peer.answer(GOOD))


@behaviour
async def robots_missing(peer, request):
    """404 for robots.txt, which means: welcome."""
    await (peer.answer(b"", status="404 Not Found") if request.path == "/robots.txt" else peer.answer(GOOD))


@behaviour
async def robots_hangs(peer, request):
    """Robots.txt never comes."""
    await (peer.hang_up_of_client() if request.path == "/robots.txt" else peer.answer(GOOD))


@behaviour
async def robots_resets(peer, request):
    """Connections that ask for robots.txt are reset."""
    if request.path == "/robots.txt":
        return peer.reset()
    await peer.answer(GOOD)


@behaviour
async def robots_endless(peer, request):
    """A robots.txt of comments without end; its first lines allow everything."""
    if request.path != "/robots.txt":
        return await peer.answer(GOOD)
    await peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nAllow: /\n")
    await peer.endless(b"# %s\n" % (b"x" * 16380))


@behaviour
async def robots_of_501_kib(peer, request):
    """Of a robots.txt that denies / beyond 500 KiB, and /x before, the first 500 KiB count."""
    if request.path != "/robots.txt":
        return await peer.answer(GOOD)
    head = "User-agent: *\nDisallow: /x\n"
    await plain(peer, head + "#" * ((500 << 10) - len(head)) + "\nDisallow: /\n" + "#" * 1000)


@behaviour
async def robots_of_501_kib_denies(peer, request):
    """What is denied before 500 KiB stays denied, however much follows."""
    if request.path != "/robots.txt":
        return await peer.answer(GOOD)
    await plain(peer, "User-agent: *\nDisallow: /\n" + "#" * (501 << 10))


@behaviour
async def robots_bomb(peer, request):
    """A robots.txt of compressed spaces without end."""
    if request.path != "/robots.txt":
        return await peer.answer(GOOD)
    await peer.answer(GZIP_HEAD, "Content-Encoding: gzip", "Content-Type: text/plain", length=False)
    await peer.endless(MEBIBYTE * 16)


@behaviour
async def robots_loops(peer, request):
    """Robots.txt redirects to itself."""
    await (peer.redirect("/robots.txt") if request.path == "/robots.txt" else peer.answer(GOOD))


@behaviour
async def robots_elsewhere(peer, request):
    """Robots.txt redirects to a forbidden address."""
    if request.path == "/robots.txt":
        return await peer.redirect(f"http://127.0.0.2:{peer.server.port('forbidden')}/robots.txt")
    await peer.answer(GOOD)


@behaviour
async def robots_garbage(peer, request):
    """Robots.txt is binary garbage, which denies nothing."""
    if request.path == "/robots.txt":
        return await peer.answer(bytes((number * 131) % 256 for number in range(4096)), "Content-Type: text/plain")
    await peer.answer(GOOD)
