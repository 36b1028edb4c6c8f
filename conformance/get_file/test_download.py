"""Downloads: the bytes at the URL, whole and unchanged."""

import gzip

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import origin as replies
from cthulhu_conformance.get_file.observed_files import summary

BODY = b"Ph'nglui mglw'nafh Cthulhu R'lyeh wgah'nagl fhtagn.\n" * 100
LARGE = b"".join(replies.pattern(3 * 2**20 + 17))


@clause("get_file.download.content")
def test_the_file_has_the_bytes_of_its_url(download, origin):
    assert download("call.txt", origin.serve(BODY)) == BODY


@clause("get_file.download.binary")
@pytest.mark.parametrize(
    "body",
    [bytes(range(256)), b"\0", b"one\r\ntwo\rthree\n", b"\xef\xbb\xbfmark\x1a", b"\xff\xfe" * 99],
    ids=["all-bytes", "zero", "line-ends", "marks", "high-bytes"],
)
def test_any_bytes_survive(download, origin, body):
    assert download("bytes.bin", origin.serve(body)) == body


@clause("get_file.download.text-undecoded")
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
def test_text_is_not_decoded(download, origin, encoding):
    text = "Cthäat Aquadingen\r\n".encode(encoding)
    url = origin.serve(replies.whole(text, f"text/plain; charset={encoding}"))
    assert download("text.txt", url) == text


@clause("get_file.download.compressed-stays")
def test_a_compressed_file_is_not_decompressed(download, origin):
    compressed = gzip.compress(BODY)
    url = origin.serve(replies.whole(compressed, "application/gzip"), "/call.txt.gz")
    assert download("call.txt.gz", url) == compressed


@clause("get_file.download.empty")
def test_an_empty_file_is_a_file(download, origin):
    assert download("void.txt", origin.serve(b"")) == b""


@clause("get_file.download.large")
@pytest.mark.parametrize("size", [8 * 2**20, 8 * 2**20 + 1])
def test_a_large_file_is_whole(download, origin, size):
    saved = download("large.bin", origin.serve(replies.generated(size)))
    assert summary(saved) == summary(b"".join(replies.pattern(size)))


@clause("get_file.download.no-content-length")
@pytest.mark.parametrize(
    "body, reply",
    [
        (BODY, replies.unannounced(BODY)),
        (BODY, replies.dripping(BODY, pause=0.1, announced=False)),
        (LARGE, replies.unannounced(LARGE)),
    ],
    ids=["at-once", "dripping", "large"],
)
def test_the_size_need_not_be_announced(download, origin, body, reply):
    assert summary(download("call.txt", origin.serve(reply))) == summary(body)


@clause("get_file.download.chunked")
def test_chunks_are_put_together(download, origin):
    assert download("call.txt", origin.serve(replies.chunked(BODY))) == BODY


@clause("get_file.download.dripping")
def test_pauses_in_the_body_are_waited_for(download, origin):
    assert download("call.txt", origin.serve(replies.dripping(BODY, pause=0.1))) == BODY


@clause("get_file.download.slow-start")
def test_a_slow_origin_is_waited_for(download, origin):
    assert download("call.txt", origin.serve(replies.slow(BODY, delay=1.0))) == BODY


@clause("get_file.download.query")
def test_the_query_is_asked_for(download, origin):
    origin.serve(b"some other book", "/library/book")
    url = origin.serve(BODY, "/library/book?title=necronomicon&page=751")
    assert download("page.txt", url) == BODY


@clause("get_file.download.escapes")
def test_escapes_stay_escapes(download, origin):
    url = origin.serve(BODY, "/library/al%20azif%2Fpage%3F.txt")
    assert download("page.txt", url) == BODY


@clause("get_file.download.redirect-permanent")
def test_a_permanent_redirect_is_followed(download, origin):
    url = origin.serve(replies.moved(301, origin.serve(BODY)))
    assert download("call.txt", url) == BODY


@clause("get_file.download.redirect-temporary")
@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_followed(download, origin, status):
    url = origin.serve(replies.moved(status, origin.serve(BODY)))
    assert download("call.txt", url) == BODY


@clause("get_file.download.redirect-relative")
@pytest.mark.parametrize("location", ["/attic/call.txt", "call.txt", "../attic/call.txt"])
def test_a_redirect_within_the_origin_is_followed(download, origin, location):
    origin.serve(BODY, "/attic/call.txt")
    url = origin.serve(replies.moved(302, location), "/attic/old.txt")
    assert download("call.txt", url) == BODY


@clause("get_file.download.redirect-chain")
def test_a_chain_of_redirects_is_followed(download, origin):
    url = origin.serve(BODY)
    for status in (302, 301, 302):
        url = origin.serve(replies.moved(status, url))
    assert download("call.txt", url) == BODY


@clause("get_file.download.file-url")
def test_a_file_url_is_copied(download, tmp_path):
    source = tmp_path / "the source.txt"
    source.write_bytes(BODY)
    assert download("copy.txt", source.as_uri()) == BODY
