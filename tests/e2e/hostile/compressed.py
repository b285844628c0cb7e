"""Makers of compressed data that grows out of all proportion, written by hand where Python has no codec."""
import gzip
import struct
import zlib

SPACES = b" " * (1 << 20)
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"


def flushed(data):
    """Raw deflate of `data` that can be repeated at will: it refers to nothing before it."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush(zlib.Z_FULL_FLUSH)


MEBIBYTE = flushed(SPACES)


def checksum_of_spaces(function, mebibytes):
    value = function(b"")
    for _ in range(mebibytes):
        value = function(SPACES, value)
    return value


def gzip_of_spaces(mebibytes):
    """A whole gzip member of that many MiB, 1000 to 1."""
    trailer = struct.pack("<II", checksum_of_spaces(zlib.crc32, mebibytes), mebibytes << 20)
    return GZIP_HEAD + MEBIBYTE * mebibytes + LAST_BLOCK + trailer


def deflate_of_spaces(mebibytes):
    """The same in the zlib format, which "deflate" means."""
    return b"\x78\xda" + MEBIBYTE * mebibytes + LAST_BLOCK + struct.pack(">I", checksum_of_spaces(zlib.adler32, mebibytes))


def gzip_of(data):
    return gzip.compress(data, 9, mtime=0)


class Bits:
    """Bits as brotli packs them: the first one is the lowest of its byte."""

    def __init__(self):
        self.value, self.count = 0, 0

    def put(self, value, width):
        self.value |= value << self.count
        self.count += width

    def bytes(self):
        return self.value.to_bytes((self.count + 7) // 8, "little")


def brotli_of_spaces(meta_blocks, length=1 << 24):
    """`meta_blocks` times `length` spaces in some 20 bytes each: one literal, copied from one byte before."""
    bits = Bits()
    nibbles = max(4, ((length - 1).bit_length() + 3) // 4)
    bits.put(0, 1)                        # a window of 64 KiB
    for _ in range(meta_blocks):
        bits.put(0, 1)                    # not the last meta-block
        bits.put(nibbles - 4, 2)          # of the length
        bits.put(length - 1, 4 * nibbles)
        bits.put(0, 1)                    # compressed
        bits.put(0, 3)                    # one block type each for literals, commands, distances
        bits.put(0, 2 + 4 + 2)            # no postfix bits, no direct distances, context mode 0
        bits.put(0, 2)                    # one prefix tree each for literals and distances
        for symbol, width in ((ord(" "), 8), (399, 10), (16, 6)):
            bits.put(1, 2)                # a simple prefix code
            bits.put(0, 2)                # of one symbol, which then costs no bits
            bits.put(symbol, width)
        bits.put(length - 1 - 2118, 24)   # command 399: insert one, copy 2118 and this many more
        bits.put(0, 1)                    # distance 1
    bits.put(3, 2)                        # last and empty
    return bits.bytes()


def zstd_of_spaces(mebibytes):
    """Run-length blocks of 128 KiB, four bytes each."""
    block = (1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b" "
    last = (1 | 1 << 1 | 1 << 3).to_bytes(3, "little") + b" "
    return b"\x28\xb5\x2f\xfd\x00\x38" + block * (8 * mebibytes) + last
