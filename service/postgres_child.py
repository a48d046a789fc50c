"""The step between this service and an embedded PostgreSQL: take another user, get the rights to reach its files, die together.

PostgreSQL refuses to run as root. A service started by root therefore hands it to another user id: the owner of an existing
cluster, otherwise `SPARE_UID`, which no package registers. No account is added and no folder's permissions are changed;
where a parent folder is closed to others (a checkout below root's home), the server keeps the one Linux capability that lets
it walk through. On Linux the kernel also ends the server when the thread that started it is gone.

Run as a program (`python postgres_child.py PARENT UID PROGRAM ARGUMENT…`) it replaces itself by PROGRAM: nothing of this
happens between fork and exec of a process with threads, where only system calls are safe.
"""

import ctypes
import os
import pwd
import signal
import sys
from pathlib import Path

SPARE_UID = 65_525  # inside the 65,536 ids of a container, in no range that Debian, systemd or useradd hands out

_PR_SET_PDEATHSIG, _PR_SET_SECUREBITS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
_NO_SETUID_FIXUP = 1 << 2  # capabilities outlive setuid, and access(2), by which initdb looks for its parts, heeds them
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION_3 = 0x20080522


def maker_uid() -> int | None:
    """Return the user id under which root makes a cluster, None for other users: initdb insists on one that has a name."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def server_uid(cluster: Path) -> int | None:
    """Return the user id under which root runs the server of `cluster`, None for other users: they stay who they are."""
    if os.geteuid() != 0:
        return None
    owner = cluster.stat().st_uid
    return SPARE_UID if owner in {0, maker_uid()} else owner


def become(parent: int, uid: int | None, program: Path, arguments: list[str]) -> None:
    """Replace this process by `program` under `uid` (None: unchanged), to be ended with the thread of `parent` that forked it."""
    folders = [program, *(Path(argument.removeprefix("-D").split("=")[-1]) for argument in arguments)]
    if uid is not None:
        _take(uid, [path for path in folders if path.is_absolute()])
    if sys.platform == "linux":
        _call("prctl", _PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)  # after setuid, which clears it
        if os.getppid() != parent:
            sys.exit("the starting process is gone")
    os.execv(program, [str(program), *arguments])  # noqa: S606 - no shell is wanted


def _take(uid: int, needed: list[Path]) -> None:
    """Give up root for `uid`; keep one capability if a folder above a `needed` path is closed to it."""
    closed = any(not parent.stat().st_mode & 0o001 for path in needed for parent in path.parents)
    capability = _walking_capability() if closed and sys.platform == "linux" else None
    if capability is not None:
        _call("prctl", _PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    if capability is not None:
        bit = 1 << capability
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        _call("capset", header, (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0))  # effective, permitted, inheritable
        _call("prctl", _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0)


def _walking_capability() -> int | None:
    """Return the smallest capability this process has that opens closed folders (containers often keep only the larger)."""
    status = Path("/proc/self/status").read_text()
    permitted = int(next(line for line in status.splitlines() if line.startswith("CapPrm")).split()[1], 16)
    held = (capability for capability in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE) if permitted >> capability & 1)
    return next(held, None)


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library that answers 0 on success."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2] else None, Path(sys.argv[3]), sys.argv[4:])
