"""Small bodies that become large ones, and compressed bodies that are not what they seem."""
from hostile import GOOD, behaviour, page
from hostile.compressed import (GZIP_HEAD, MEBIBYTE, brotli_of_spaces, deflate_of_spaces, gzip_of, gzip_of_spaces,
                                zstd_of_spaces)

# Made beforehand: a server that is busy compressing would be slow where it is not meant to be.
LARGE = gzip_of_spaces(64)
NESTED = gzip_of(LARGE)
DEFLATED = deflate_of_spaces(64)
DENSE = gzip_of(page("good", " " * 1_900_000))
DENSE_BUT_SMALL = gzip_of(page("good", " " * 900_000))
MEMBERS = gzip_of(GOOD + b" " * (256 << 10)) * 200


def layers(body, count):
    for _ in range(count):
        body = gzip_of(body)
    return body


LAYERED = layers(GOOD, 30)


@behaviour
async def gzip_bomb(peer, request):
    """64 MiB in 64 KiB of gzip."""
    await peer.answer(LARGE, "Content-Encoding: gzip")


@behaviour
async def gzip_bomb_endless(peer, request):
    """A gzip stream of spaces, 1000 to 1, that never ends."""
    await peer.answer(GZIP_HEAD, "Content-Encoding: gzip", length=False)
    await peer.endless(MEBIBYTE)


@behaviour
async def gzip_ratio(peer, request):
    """1000 to 1, but a little less than max_body allows: only the ratio gives it away."""
    await peer.answer(DENSE, "Content-Encoding: gzip")


@behaviour
async def gzip_below_ratio_floor(peer, request):
    """1000 to 1, but small: no page has to be dense."""
    await peer.answer(DENSE_BUT_SMALL, "Content-Encoding: gzip")


@behaviour
async def gzip_dense_page(peer, request):
    """A page of repetitive rows, 30 to 1 and legal."""
    rows = "".join(f"<tr><td>row {number}<td>in stock</tr>" for number in range(6000))
    await peer.answer(gzip_of(page("good", f"<table>{rows}</table>")), "Content-Encoding: gzip")


@behaviour
async def gzip_of_gzip_bomb(peer, request):
    """Gzip in gzip: some kilobytes on the wire, 64 MiB in the end."""
    await peer.answer(NESTED, "Content-Encoding: gzip, gzip")


@behaviour
async def gzip_of_gzip_hidden(peer, request):
    """Gzip in gzip with one layer named in each of two header lines."""
    await peer.answer(NESTED, "Content-Encoding: gzip", "Content-Encoding: gzip")


@behaviour
async def gzip_of_brotli_bomb(peer, request):
    """Brotli in gzip."""
    await peer.answer(gzip_of(brotli_of_spaces(16)), "Content-Encoding: br, gzip")


@behaviour
async def gzip_many_layers(peer, request):
    """A good page under 30 layers of gzip."""
    await peer.answer(LAYERED, "Content-Encoding: " + ", ".join(["gzip"] * 30))


@behaviour
async def gzip_many_members(peer, request):
    """200 gzip members of 256 KiB in a row, each for itself below every cap."""
    await peer.answer(MEMBERS, "Content-Encoding: gzip")


@behaviour
async def gzip_empty_members(peer, request):
    """Gzip members without content, for ever: the decoded body stays empty."""
    await peer.answer(b"", "Content-Encoding: gzip", length=False)
    await peer.endless(gzip_of(b"") * 800)


@behaviour
async def gzip_empty_blocks(peer, request):
    """One gzip member of empty blocks, for ever: the decoded body stays empty."""
    await peer.answer(GZIP_HEAD, "Content-Encoding: gzip", length=False)
    await peer.endless(b"\x00\x00\x00\xff\xff" * 3200)


@behaviour
async def gzip_endless_name(peer, request):
    """The file name in the gzip header never ends."""
    await peer.answer(GZIP_HEAD[:3] + b"\x08" + GZIP_HEAD[4:], "Content-Encoding: gzip", length=False)
    await peer.endless(b"n" * 16384)


@behaviour
async def gzip_size_lie(peer, request):
    """The trailer names another length than there was."""
    await peer.answer(gzip_of(GOOD)[:-4] + b"\xff\xff\xff\xff", "Content-Encoding: gzip")


@behaviour
async def gzip_wrong_checksum(peer, request):
    """The trailer's CRC is of something else."""
    body = bytearray(gzip_of(GOOD))
    body[-8] ^= 0xFF
    await peer.answer(bytes(body), "Content-Encoding: gzip")


@behaviour
async def gzip_cut(peer, request):
    """The right Content-Length around half a gzip stream."""
    body = gzip_of(page("good", "".join(f"<p>{number * number}" for number in range(2000))))
    await peer.answer(body[: len(body) // 2], "Content-Encoding: gzip")


@behaviour
async def gzip_cut_before_trailer(peer, request):
    """All of the data, but the eight bytes that vouch for it are missing."""
    await peer.answer(gzip_of(GOOD)[:-8], "Content-Encoding: gzip")


@behaviour
async def gzip_garbage(peer, request):
    """Random bytes under the name of gzip."""
    await peer.answer(bytes((number * 131 + 77) % 256 for number in range(4096)), "Content-Encoding: gzip")


@behaviour
async def gzip_label_on_plain_page(peer, request):
    """A page that is not compressed, labelled gzip."""
    await peer.answer(GOOD, "Content-Encoding: gzip")


@behaviour
async def gzip_empty_body(peer, request):
    """Content-Encoding: gzip and no body at all."""
    await peer.answer(b"", "Content-Encoding: gzip")


@behaviour
async def gzip_old_name(peer, request):
    """Content-Encoding: X-GZIP, as the standard still allows."""
    await peer.answer(gzip_of(GOOD), "Content-Encoding: X-GZIP")


@behaviour
async def brotli_bomb(peer, request):
    """256 MiB in some 400 bytes of brotli."""
    await peer.answer(brotli_of_spaces(16), "Content-Encoding: br")


@behaviour
async def brotli_cut(peer, request):
    """Brotli without its end."""
    await peer.answer(brotli_of_spaces(1, 1 << 16)[:-1], "Content-Encoding: br")


@behaviour
async def brotli_garbage(peer, request):
    """Bytes that are no brotli."""
    await peer.answer(b"\xff" * 512, "Content-Encoding: br")


@behaviour
async def zstd_bomb(peer, request):
    """64 MiB in 2 KiB of zstd, which nobody asked for."""
    await peer.answer(zstd_of_spaces(64), "Content-Encoding: zstd")


@behaviour
async def deflate_bomb(peer, request):
    """64 MiB of deflate, which nobody asked for."""
    await peer.answer(DEFLATED, "Content-Encoding: deflate")


@behaviour
async def unknown_encoding(peer, request):
    """A coding that does not exist."""
    await peer.answer(GOOD, "Content-Encoding: x-nonsense")


@behaviour
async def identity_encoding(peer, request):
    """Content-Encoding: identity, which changes nothing."""
    await peer.answer(GOOD, "Content-Encoding: identity")
