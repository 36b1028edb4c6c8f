"""A fork server answers from fresh forks of itself, in the surroundings of who asks."""

import os
import signal
import sys
import time

import pytest

from cthulhu_conformance.fixtures import fork_server, processes


def surroundings(module):
    return os.getcwd(), os.environ.get("ASKED_BY"), module in sys.modules


def fail():
    raise ValueError("as it should")


@pytest.fixture
def running_fork_server(tmp_path):
    with fork_server.opened(str(tmp_path / "socket"), ["xmlrpc.client"]):
        yield


def test_it_answers_from_where_it_is_asked(running_fork_server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASKED_BY", "me")
    calls = [("xmlrpc.client",), ("xmlrpc.server",)]
    answers = processes.in_forks_of_a_fresh_process(surroundings, calls, "unused")
    assert {answer[:2] for answer in answers} == {(str(tmp_path), "me")}
    assert sorted(is_imported for _, _, is_imported in answers) == [False, True]


def take_too_long():
    os.kill(os.getpid(), signal.SIGALRM)


def test_what_takes_too_long_there_is_told_from_an_error(running_fork_server, tmp_path, monkeypatch):
    with pytest.raises(processes.Overtime, match="did not end within 40 s"):
        processes.in_forks_of_a_fresh_process(take_too_long, [()], "unused")
    monkeypatch.setattr(processes, "SECONDS", 0.5)
    with pytest.raises(processes.Overtime, match="did not end within 1 s"):
        processes.in_fresh_process(time.sleep, (9,), str(tmp_path / "unused"))


def test_an_error_there_is_one_here(running_fork_server):
    with pytest.raises(RuntimeError, match="ValueError: as it should"):
        processes.in_forks_of_a_fresh_process(fail, [()], "unused")
