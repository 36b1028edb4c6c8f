"""Mutants of get_file that bring other bytes than those at the URL, or none."""

import gzip
from urllib.parse import unquote, urljoin
from urllib.request import urlopen

import requests

from cthulhu_conformance.reference.utils import downloads
from cthulhu_conformance.tools.mutants import define, patch

fetch = downloads._fetch
REDIRECTS = (301, 302, 303, 307)


def body(url):
    return b"".join(fetch(url))


@patch(downloads, "_fetch", breaks="get_file.download.content")
def first_kilobyte(url):
    yield body(url)[:1000]


@patch(downloads, "_fetch", breaks="get_file.download.binary")
def line_ends_of_text(url):
    yield body(url).replace(b"\r\n", b"\n")


@patch(downloads, "_fetch", breaks="get_file.download.binary")
def until_a_control_z(url):
    yield body(url).partition(b"\x1a")[0]


@patch(downloads, "_fetch", breaks="get_file.download.binary")
def without_byte_order_mark(url):
    yield body(url).decode("utf-8-sig", "surrogateescape").encode("utf-8", "surrogateescape")


@patch(downloads, "_fetch", breaks="get_file.download.text-undecoded")
def text_as_utf8(url):
    response = requests.get(url)
    if response.headers["Content-Type"].startswith("text/plain"):
        yield response.text.encode("utf-8")
    else:
        yield response.content


@patch(downloads, "_fetch", breaks="get_file.download.compressed-stays")
def unpacks_gzip(url):
    whole = body(url)
    yield gzip.decompress(whole) if whole.startswith(b"\x1f\x8b") else whole


@patch(downloads, "_fetch", breaks="get_file.download.empty")
def nothing_is_an_error(url):
    whole = body(url)
    if not whole:
        raise ValueError("nothing at the URL")
    yield whole


@patch(downloads, "_download", breaks="get_file.download.empty")
def file_made_by_its_first_byte(url, path, digest):
    for piece in fetch(url):
        with path.open("ab") as sink:
            sink.write(piece)


@patch(downloads, "_fetch", breaks="get_file.download.large")
def whole_blocks_only(url):
    whole = body(url)
    yield whole[: len(whole) // 65536 * 65536] if len(whole) > 2**20 else whole


@patch(downloads, "_fetch", breaks="get_file.download.large")
def four_megabytes_at_most(url):
    yield body(url)[: 4 * 2**20]


@patch(downloads, "_fetch", breaks="get_file.download.no-content-length")
def announced_bytes_only(url):
    with urlopen(url) as response:
        chunked = response.headers.get("Transfer-Encoding") == "chunked"
        yield response.read() if chunked else response.read(int(response.headers.get("Content-Length", 0)))


@patch(downloads, "_fetch", breaks="get_file.download.no-content-length")
def one_read_if_unannounced(url):
    with urlopen(url) as response:
        yield response.read() if response.headers.get("Content-Length") else response.read1(2**16)


@patch(downloads, "_fetch", breaks="get_file.download.chunked")
def no_chunks(url):
    with urlopen(url) as response:
        if response.headers.get("Transfer-Encoding") == "chunked":
            raise OSError("chunks")
        yield response.read()


@patch(downloads, "_fetch", breaks="get_file.download.chunked")
def first_chunk(url):
    pieces = requests.get(url, stream=True).raw.stream(None)
    yield next(pieces, b"")


@patch(downloads, "_fetch", breaks="get_file.download.dripping")
def what_is_there_at_once(url):
    with urlopen(url) as response:
        yield response.read1(2**24)


define(
    "impatient", ["get_file.download.slow-start"], changed=((downloads, "TIMEOUT", lambda right: (10, 0.5)),)
)


@patch(downloads, "_fetch", breaks="get_file.download.query")
def without_query(url):
    return fetch(url.partition("?")[0])


@patch(downloads, "_fetch", breaks="get_file.download.query")
def first_part_of_the_query(url):
    return fetch(url.partition("&")[0])


@patch(downloads, "_fetch", breaks="get_file.download.escapes")
def without_escapes(url):
    return fetch(unquote(url))


def follow(url, statuses=REDIRECTS, hops=9, join=urljoin):
    response = requests.get(url, allow_redirects=False)
    if response.status_code in statuses and hops:
        return follow(join(url, response.headers["Location"]), statuses, hops - 1, join)
    return [response.content]


@patch(downloads, "_fetch", breaks="get_file.download.redirect-permanent")
def only_temporary_redirects(url):
    return follow(url, statuses=(302, 303, 307))


@patch(downloads, "_fetch", breaks="get_file.download.redirect-temporary")
def only_permanent_redirects(url):
    return follow(url, statuses=(301,))


@patch(downloads, "_fetch", breaks="get_file.download.redirect-temporary")
def no_redirect_307(url):
    return follow(url, statuses=(301, 302, 303))


@patch(downloads, "_fetch", breaks="get_file.download.redirect-relative")
def only_absolute_redirects(url):
    return follow(url, join=lambda base, location: location)


@patch(downloads, "_fetch", breaks="get_file.download.redirect-relative")
def redirects_from_the_root(url):
    return follow(url, join=lambda base, location: urljoin(urljoin(base, "/"), location))


@patch(downloads, "_fetch", breaks="get_file.download.redirect-chain")
def one_redirect(url):
    return follow(url, hops=1)


@patch(downloads, "_fetch", breaks="get_file.fault.redirect-loop")
def gives_up_and_takes_the_page(url):
    return follow(url)


@patch(downloads, "_open_file", breaks="get_file.download.file-url")
def no_file_urls(url):
    raise ValueError("neither http nor https")
