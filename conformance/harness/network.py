"""Loopback as the only network: for a process and all that it starts.

On Linux a network namespace of its own, where the kernel permits one; elsewhere a guard in every Python process.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Any, List

_GUARD = Path(__file__).parent / "guard"

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1


def main(command: List[str]) -> None:
    """Replace this process by `command`, with loopback as the only network that it can reach."""
    if not enter_namespace():
        os.environ["PYTHONPATH"] = os.pathsep.join(
            [str(_GUARD)] + os.environ.get("PYTHONPATH", "").split(os.pathsep)
        )
    os.execv(command[0], command)


def confinement() -> str:
    """Return what keeps this process on loopback: a network `namespace`, a `guard`, or nothing (`not confined`)."""
    if str(_GUARD) in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        return "guard"
    routes = Path("/proc/net/route")
    leads_nowhere = routes.exists() and len(routes.read_text().splitlines()) <= 1
    return "namespace" if leads_nowhere else "not confined"


def enter_namespace() -> bool:
    """Move this process, which must have one thread only, into a network namespace with nothing but loopback."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) != 0:
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return False
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _bring_loopback_up()
    return True


def _bring_loopback_up() -> None:
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        request = struct.pack("16sh14x", b"lo", _IFF_UP)
        fcntl.ioctl(handle, _SIOCSIFFLAGS, request)


def install_guard() -> None:
    """Let this Python process connect to loopback only: refuse everything else at once."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, f"{host}: only loopback can be reached here")
        return look_up(host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def _guarded(method: Any) -> Any:
    def refuse_others(self: socket.socket, *args: Any) -> Any:
        address = args[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise ConnectionRefusedError(f"{address[0]}: only loopback can be reached here")
        return method(self, *args)

    return refuse_others


def _is_loopback(host: Any) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return host in (None, "", "localhost", "::1", "0.0.0.0", "::") or str(host).startswith("127.")


if __name__ == "__main__":
    main(sys.argv[1:])
