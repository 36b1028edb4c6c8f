"""The loopback origin serves, counts and misbehaves as it is told to."""

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from cthulhu_conformance.fixtures import origin as replies
from cthulhu_conformance.fixtures.origin import Origin, Request

BODY = b"".join(replies.pattern(200_000))


@pytest.fixture
def origin():
    with Origin() as server:
        yield server


def get(url):
    with urllib.request.urlopen(url) as response:
        return response.read()


def connect(url):
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)


@pytest.mark.parametrize(
    "reply",
    [
        replies.whole,
        replies.unannounced,
        replies.chunked,
        lambda body: replies.dripping(body, 0.01),
        lambda body: replies.dripping(body, 0.01, announced=False),
        lambda body: replies.named(body, "other.txt"),
    ],
)
def test_a_client_gets_the_body(origin, reply):
    assert get(origin.serve(reply(BODY))) == BODY


def test_a_large_body_is_made_on_the_way(origin):
    assert get(origin.serve(replies.generated(200_000))) == BODY


def test_a_file_without_a_size_can_drip(origin):
    with urllib.request.urlopen(origin.serve(replies.dripping(BODY, 0.01, announced=False))) as response:
        assert response.headers["Content-Length"] is None
        assert len(response.read1(len(BODY))) < len(BODY)


def test_a_file_can_have_another_name(origin):
    with urllib.request.urlopen(origin.serve(replies.named(BODY, "other.txt"))) as response:
        assert response.headers.get_filename() == "other.txt"


def test_every_path_is_new(origin):
    assert origin.serve(b"one") != origin.serve(b"two")


def test_a_url_can_change(origin):
    url = origin.serve(b"one")
    origin.change(url, b"two")
    assert get(url) == b"two"


def test_queries_are_part_of_the_path(origin):
    origin.serve(b"without", "/page")
    assert get(origin.serve(b"with", "/page?number=2")) == b"with"


def test_what_nobody_serves_is_not_found(origin):
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(origin.url("/nothing"))
    with caught.value as answer:
        assert answer.code == 404


@pytest.mark.parametrize("status", [404, 500])
def test_errors_have_their_status_and_page(origin, status):
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(origin.serve(replies.error(status, b"a page")))
    with caught.value as answer:
        assert (answer.code, answer.read()) == (status, b"a page")


def test_redirects_are_followed(origin):
    url = origin.serve(replies.moved(302, urlsplit(origin.serve(BODY)).path))
    assert get(origin.serve(replies.moved(301, url))) == BODY


@pytest.mark.parametrize("cut", [replies.truncated, replies.truncated_chunked])
def test_a_truncated_body_is_half_of_it(origin, cut):
    with pytest.raises(http.client.IncompleteRead) as caught:
        get(origin.serve(cut(BODY)))
    assert BODY.startswith(caught.value.partial)


def test_a_reset_is_a_reset(origin):
    with pytest.raises(ConnectionResetError):
        get(origin.serve(replies.reset(BODY)))


def test_a_slow_origin_waits(origin):
    start = time.monotonic()
    get(origin.serve(replies.slow(BODY, 0.3)))
    assert time.monotonic() - start >= 0.3


@pytest.mark.parametrize(
    "reply", [replies.whole, replies.chunked, replies.truncated, replies.truncated_chunked, replies.reset]
)
def test_head_has_no_body_and_keeps_the_connection(origin, reply):
    url = origin.serve(reply(BODY))
    connection = connect(url)
    for _ in range(2):
        connection.request("HEAD", urlsplit(url).path)
        assert connection.getresponse().read() == b""
    connection.close()


def test_a_range_is_ignored(origin):
    request = urllib.request.Request(origin.serve(BODY), headers={"Range": "bytes=10-20"})
    assert get(request) == BODY


def test_a_client_of_http_1_0_gets_no_chunks(origin):
    url = urlsplit(origin.serve(replies.chunked(BODY)))
    with socket.create_connection((url.hostname, url.port)) as client:
        client.sendall(f"GET {url.path} HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.partition(b"\r\n\r\n")[2] == BODY


def test_requests_are_recorded(origin):
    url = origin.serve(BODY, "/here?and=now")
    get(urllib.request.Request(url, method="HEAD"))
    get(urllib.request.Request(url, headers={"X-Sign": "elder"}))
    found = origin.requests(url)
    assert found == [Request("HEAD", "/here?and=now"), Request("GET", "/here?and=now")]
    assert found[1].headers["X-Sign"] == "elder"


def test_downloads_at_once_are_all_counted(origin):
    url = origin.serve(BODY)
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(get, [url] * 40))
    assert (origin.downloads(url), bodies) == (40, [BODY] * 40)


def test_nobody_trusts_the_certificate():
    with Origin(tls=True) as origin:
        with pytest.raises(urllib.error.URLError) as caught:
            get(origin.serve(BODY))
        assert isinstance(caught.value.reason, ssl.SSLCertVerificationError)


def test_who_checks_nothing_is_served_by_https():
    careless = ssl.create_default_context()
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    with Origin(tls=True) as origin:
        url = origin.serve(BODY)
        with urllib.request.urlopen(url, context=careless) as response:
            assert response.read() == BODY
        assert origin.downloads(url) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_certificate_is_good_but_for_its_signature(host):
    trusting = ssl.create_default_context(cafile=str(replies.UNTRUSTED))
    with Origin(tls=True) as origin:
        url = origin.serve(BODY).replace("127.0.0.1", host)
        with urllib.request.urlopen(url, context=trusting) as response:
            assert response.read() == BODY


def test_idle_connections_do_not_outlive_the_origin():
    start = time.monotonic()
    with Origin() as origin:
        url = origin.serve(b"soon gone")
        idle = connect(url)
        idle.request("GET", urlsplit(url).path)
        idle.getresponse().read()
    with pytest.raises(OSError):
        get(url)
    with pytest.raises((OSError, http.client.HTTPException)):
        idle.auto_open = 0
        idle.request("GET", urlsplit(url).path)
        idle.getresponse()
    assert time.monotonic() - start < 5
