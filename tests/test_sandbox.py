"""A run touches nothing of the user's and reaches nothing but loopback."""

import os
import subprocess
import sys

import pytest

from cthulhu_conformance.harness import network, sandbox

#: An address of the kind that is kept for documentation: nobody has it.
ELSEWHERE = "192.0.2.1"

CONNECT = f"""
import socket
def reach(address):
    with socket.socket() as client:
        client.settimeout(5)
        client.connect((address, port))
listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen(); port = listener.getsockname()[1]
reach("127.0.0.1"); reach("localhost"); print("loopback")
try:
    reach("{ELSEWHERE}"); print("reached")
except OSError as error:
    print("refused", type(error).__name__)
try:
    socket.getaddrinfo("example.org", 80); print("looked up")
except socket.gaierror:
    print("unknown")
"""


@pytest.fixture
def surroundings():
    with sandbox.run_folder() as folder:
        yield sandbox.environment(folder), folder


def output_of(command, environment):
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, timeout=60
    ).stdout.splitlines()


def test_only_loopback_in_a_namespace(surroundings):
    command = [sys.executable, "-m", "cthulhu_conformance.harness.network", sys.executable, "-c", CONNECT]
    lines = output_of(command, surroundings[0])
    assert lines[0] == "loopback"
    assert lines[1].startswith("refused")
    assert lines[2] == "unknown"


def test_only_loopback_behind_the_guard_also_in_child_processes(surroundings):
    environment = dict(surroundings[0], PYTHONPATH=str(network._GUARD))
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CONNECT!r}])"
    assert output_of([sys.executable, "-c", child], environment) == [
        "loopback",
        "refused ConnectionRefusedError",
        "unknown",
    ]


def test_without_namespaces_the_guard_is_put_up(monkeypatch):
    seen = {}
    monkeypatch.setattr(network, "enter_namespace", lambda: False)
    monkeypatch.setattr(os, "execv", lambda program, command: seen.update(os.environ))
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    network.main(["program"])
    assert seen["PYTHONPATH"].split(os.pathsep) == [str(network._GUARD), "/elsewhere"]
    assert network.confinement() == "guard"


def test_relative_import_paths_stay_those_of_the_caller(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["libraries", "", "/elsewhere"]))
    paths = sandbox.environment(tmp_path)["PYTHONPATH"].split(os.pathsep)
    assert paths == [str(tmp_path / "libraries"), os.path.abspath("/elsewhere")]


def test_the_guard_lets_the_hidden_sitecustomize_run(surroundings, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("print('the other one')")
    paths = [network._GUARD, tmp_path]
    environment = dict(surroundings[0], PYTHONPATH=os.pathsep.join(map(str, paths)))
    assert output_of([sys.executable, "-c", "pass"], environment) == ["the other one"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1", b"127.0.0.1", None, ""])
def test_loopback_is_loopback(host):
    assert network._is_loopback(host)


@pytest.mark.parametrize("host", [ELSEWHERE, "example.org", "localhost.example.org", "10.0.0.1"])
def test_other_hosts_are_not(host):
    assert not network._is_loopback(host)


def test_home_and_temporary_folder_are_the_runs_own(surroundings):
    environment, folder = surroundings
    code = "import os, tempfile; print(os.path.expanduser('~')); print(tempfile.gettempdir())"
    assert output_of([sys.executable, "-c", code], environment) == [str(folder / "home"), str(folder / "tmp")]


@pytest.mark.parametrize("name", ["KERAS_HOME", "HTTP_PROXY", "https_proxy", "PYTEST_ADDOPTS"])
def test_what_would_lead_out_of_the_run_is_removed(name, monkeypatch, tmp_path):
    monkeypatch.setenv(name, "something")
    assert name not in sandbox.environment(tmp_path)


def test_the_run_folder_is_gone_at_the_end_also_where_it_cannot_be_written():
    with sandbox.run_folder() as folder:
        locked = folder / "home" / "locked"
        locked.mkdir()
        (locked / "file").write_text("x")
        locked.chmod(0o500)
    assert not folder.exists()


def test_a_run_leaves_the_users_home_and_folder_alone(judge, write_implementation, tmp_path):
    home = tmp_path / "home-of-the-user"
    home.mkdir()
    code = "import os\nopen(os.path.expanduser('~/trace'), 'w').close()\nopen('trace', 'w').close()\n"
    done = judge(write_implementation(code), "--clause=normalize.zeros", HOME=str(home))
    assert done.code == 0
    assert list(home.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home-of-the-user", "mypkg", "results"]


def test_the_implementation_cannot_get_out(judge, write_implementation):
    code = (
        "import socket\n"
        "def normalize(x, axis=-1, order=2):\n"
        f"    socket.create_connection(('{ELSEWHERE}', 80), timeout=5)\n"
    )
    done = judge(write_implementation(code), "--clause=normalize.zeros.vector")
    assert done.verdicts == {"normalize.zeros.vector": "violates"}
    assert "Network is unreachable" in done.failure("normalize.zeros.vector").observed
