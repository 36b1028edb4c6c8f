"""Origins that misbehave: an error, and nothing in the cache that the next call would take for the file."""

import signal
import subprocess
from contextlib import suppress
from hashlib import sha256
from threading import Event

import pytest

from cthulhu_conformance.clauses import clause
from cthulhu_conformance.fixtures import origin as replies
from cthulhu_conformance.fixtures.origin import Origin
from cthulhu_conformance.get_file.concurrent_callers import start_download
from cthulhu_conformance.get_file.observed_files import how_much, traces
from cthulhu_conformance.testing.cases import cases
from cthulhu_conformance.testing.expectations import outcome_of, raises

BODY = b"The stars are right. " * 10_000
LARGE = BODY * 10
PAGE = b"<h1>The stars are not right.</h1>"


@pytest.fixture
def unreachable():
    """Give a URL on loopback that nobody listens at."""
    with Origin() as gone:
        return gone.url("/gone")


@cases(
    "reply",
    {
        "get_file.fault.not-found": {"404": replies.error(404), "empty-404": replies.error(404, b"")},
        "get_file.fault.reset": {"reset": replies.reset(BODY)},
        "get_file.fault.truncated": {"truncated": replies.truncated(BODY)},
        "get_file.fault.truncated-chunked": {"truncated-chunked": replies.truncated_chunked(BODY)},
    },
)
def test_it_is_an_error(download, origin, reply):
    assert outcome_of(download, "stars.bin", origin.serve(reply)) == raises(Exception)


@cases(
    "status",
    {
        "get_file.fault.server-error": [500, 502, 503, 504],
        "get_file.fault.client-error": [400, 401, 403, 405, 410, 429, 451],
    },
)
def test_an_error_status_is_an_error(download, origin, status):
    assert outcome_of(download, "stars.bin", origin.serve(replies.error(status))) == raises(Exception)


@clause("get_file.fault.refused")
def test_an_unreachable_origin_is_an_error(download, unreachable):
    assert outcome_of(download, "stars.bin", unreachable) == raises(Exception)


@clause("get_file.fault.redirect-loop")
def test_a_redirect_to_itself_is_an_error(download, origin):
    url = origin.serve(replies.moved(302, "/loop"), "/loop")
    assert outcome_of(download, "stars.bin", url) == raises(Exception)


@cases(
    "reply",
    {
        "get_file.fault.retry-after-status": {"404": replies.error(404), "500": replies.error(500)},
        "get_file.fault.retry-after-reset": {"reset": replies.reset(BODY)},
        "get_file.fault.retry-after-truncated": {
            "truncated": replies.truncated(BODY),
            "truncated-chunked": replies.truncated_chunked(BODY),
        },
    },
)
def test_the_next_call_gets_the_file(download, origin, reply):
    url = origin.serve(reply)
    outcome_of(download, "stars.bin", url)
    origin.change(url, BODY)
    assert how_much(download("stars.bin", url), BODY) == "all of it"


@clause("get_file.fault.retry-after-refused")
def test_when_the_origin_is_back_the_next_call_gets_the_file(download, origin, unreachable):
    outcome_of(download, "stars.bin", unreachable)
    assert how_much(download("stars.bin", origin.serve(BODY)), BODY) == "all of it"


@cases(
    "name",
    {
        "get_file.fault.retry-after-interruption": ["SIGINT"],
        "get_file.fault.retry-after-kill": ["SIGKILL"],
    },
)
def test_when_a_process_was_stopped_amid_a_download_the_next_call_gets_the_file(
    download, origin, cache, name
):
    half, gate = Event(), Event()
    url = origin.serve(replies.held(LARGE, half, gate))
    other = start_download("stars.bin", url, cache, half)
    other.send_signal(getattr(signal, name))
    with suppress(subprocess.TimeoutExpired):  # a thread of it may wait for the other half
        other.wait(5)
    gate.set()
    other.wait()
    origin.change(url, LARGE)
    assert how_much(download("stars.bin", url), LARGE) == "all of it"


@clause("get_file.fault.status-leaves-nothing")
@pytest.mark.parametrize("status", [404, 500])
def test_nothing_is_left_of_an_error_page(fetch, origin, cache, status):
    outcome_of(fetch, "stars.bin", origin.serve(replies.error(status, PAGE)))
    assert traces(cache, PAGE) == []


@clause("get_file.fault.cut-leaves-nothing")
@pytest.mark.parametrize("cut", [replies.reset, replies.truncated, replies.truncated_chunked])
def test_nothing_is_left_of_a_body_that_was_cut(fetch, origin, cache, cut):
    outcome_of(fetch, "stars.bin", origin.serve(cut(BODY)))
    assert traces(cache, BODY) == []


@clause("get_file.fault.wrong-hash-leaves-nothing")
def test_nothing_is_left_of_a_wrong_file(fetch, origin, cache):
    outcome_of(fetch, "stars.bin", origin.serve(PAGE), file_hash=sha256(BODY).hexdigest())
    assert traces(cache, PAGE) == []


@clause("get_file.fault.success-leaves-no-copy")
def test_no_copy_is_left_of_a_good_file(fetch, origin, cache):
    fetch("stars.bin", origin.serve(BODY), file_hash=sha256(BODY).hexdigest())
    assert len(traces(cache, BODY)) == 1
