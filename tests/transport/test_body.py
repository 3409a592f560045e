"""A body is read no further than allowed, and decoded no further either."""

import gzip
import tracemalloc

import pytest

from leadconnector.transport.exchange import BodyReader
from tests.support.scenes import packed_zeros

TEXT = b'{"id": "' + b"x" * 500 + b'"}'


def read(encoding, limit, *chunks):
    reader = BodyReader(encoding, limit)
    fed = 0
    for chunk in chunks:
        fed += 1
        if not reader.feed(chunk):
            break
    return reader.finish(), reader.defect, fed


def bytewise(data):
    return [data[position : position + 1] for position in range(len(data))]


@pytest.mark.parametrize("encoding", ["", "identity", " Identity "])
def test_plain(encoding):
    assert read(encoding, 100, b"ab", b"", b"cd") == (b"abcd", None, 3)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP "])
@pytest.mark.parametrize("split", [bytewise, lambda data: [data]])
def test_gzip(encoding, split):
    assert read(encoding, 10_000, *split(gzip.compress(TEXT)))[:2] == (TEXT, None)


def test_no_body_is_no_defect():
    assert read("gzip", 10) == (b"", None, 0)
    assert read("", 10) == (b"", None, 0)


@pytest.mark.parametrize("limit", [4, 3])
def test_the_limit_is_exact(limit):
    content, defect, _ = read("", limit, b"ab", b"cd")
    assert (content, defect) == ((b"abcd", None) if limit == 4 else (b"abc", "a body of more than 3 bytes"))


@pytest.mark.parametrize("limit", [len(TEXT), len(TEXT) - 1])
def test_the_limit_is_exact_for_what_is_decoded(limit):
    content, defect, _ = read("gzip", limit, gzip.compress(TEXT))
    assert content == TEXT[:limit]
    assert (defect is None) == (limit == len(TEXT))


def test_nothing_is_read_past_the_limit():
    assert read("", 3, b"abcd", b"ef")[2] == 1


def test_a_bomb_never_unfolds():
    packed = packed_zeros(64)
    tracemalloc.start()
    content, defect, _ = read("gzip", 1_000_000, packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(content), defect) == (1_000_000, "a body of more than 1000000 bytes")
    assert peak < 4_000_000


def test_endless_gzip_that_decodes_to_nothing_ends_at_the_limit():
    empty = gzip.compress(b"")[:10] + b"\x00\x00\x00\xff\xff" * 1000  # blocks without any content
    content, defect, fed = read("gzip", 1000, empty[:900], *[empty[10:110]] * 1000)
    assert (content, defect) == (b"", "a body of more than 1000 bytes")
    assert fed < 100


@pytest.mark.parametrize(
    ("data", "defect"),
    [
        (b"not gzip", "broken gzip data"),
        (gzip.compress(TEXT, mtime=0)[:-9], "gzip data that ends early"),
        (gzip.compress(TEXT, mtime=0)[:-8] + bytes(8), "broken gzip data"),
        (gzip.compress(TEXT, mtime=0) + b"and more", "broken gzip data"),
        (gzip.compress(TEXT, mtime=0) + gzip.compress(b"another member", mtime=0), "broken gzip data"),
    ],
)
def test_broken_gzip(data, defect):
    assert read("gzip", 10_000, data)[1] == defect


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "x" * 1000])
def test_an_encoding_that_was_not_asked_for(encoding):
    reader = BodyReader(encoding, 100)
    assert reader.defect is not None
    assert len(reader.defect) < 120
    assert not reader.feed(b"data")
    assert reader.finish() == b""
