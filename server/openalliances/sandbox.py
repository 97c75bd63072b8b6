"""What a process gives up before it reads what strangers send: a sandbox.

A query worker does so before its first query: the judge (``sparql/judge.py``) refuses
queries that would reach out, and this is the second wall behind it. pyoxigraph has no
switch that keeps ``SERVICE`` off the network, so the process loses the right to open a
connection, to start a program and to write a file. A reader of files (``reader/``) does
so before it opens the first one; it may write, since it fills a store.

Only Linux has these means; elsewhere, and where the system refuses, the first
wall stands alone. :func:`confine` returns what was put up.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import signal

# linux/prctl.h, linux/seccomp.h, linux/sched.h
_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_SECCOMP_ALLOW = 0x7FFF0000
_SECCOMP_ERRNO_EPERM = 0x00050001
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

# Classic BPF, linux/filter.h
_LOAD = 0x20
_JUMP_IF_EQUAL = 0x15
_JUMP_IF_AT_LEAST = 0x35
_RETURN = 0x06

_X32 = 0x40000000
"""On x86-64, numbers from here on are the x32 form of the same calls."""

_DENIED = {
    # machine: (AUDIT_ARCH, numbers of execve, execveat, io_uring_setup, socket, connect)
    "x86_64": (0xC000003E, (59, 322, 425, 41, 42)),
    "aarch64": (0xC00000B7, (221, 281, 425, 198, 203)),
}
_OF_NETWORK = 2
"""So many of the numbers, the last, are those of the network."""

_STACK = 64 * 1024 * 1024
"""Bytes of stack: the engine's parser recurses, and 8 MB end at about 2000 brackets."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction)))


def end_with_parent() -> None:
    """Have this process killed when the one that started it ends, whatever the reason (Linux)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def confine(memory: int, *, network: bool = False, writes: bool = False) -> tuple[str, ...]:
    """Confine this process for good; *memory* is its address space in megabytes.

    Return the walls against the network that stand: ``seccomp``, else ``unshare``,
    else none. With *network* there is none: this is for a query that may ask others. With *writes*
    it may write files. The process must have one thread only.
    """
    _limit(memory, writes)
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "prctl"):
        return ()
    end_with_parent()
    if _deny_calls(libc, network):
        return () if network else ("seccomp",)
    if network:
        return ()
    # An empty network of its own is the same wall. It is the second choice, since a new user
    # namespace takes root's right to read other users' files.
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        return ("unshare",)
    return ()


def _limit(memory: int, writes: bool) -> None:
    address_space = memory * 1024 * 1024
    written = () if writes else ((resource.RLIMIT_FSIZE, 0),)
    for limit, wanted in (
        (resource.RLIMIT_AS, address_space),
        *written,
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_STACK, _STACK),
    ):
        hard = resource.getrlimit(limit)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(limit, (value, hard))


def _deny_calls(libc: ctypes.CDLL, network: bool) -> bool:
    """Make the denied system calls fail with EPERM; return whether that worked."""
    if platform.machine() not in _DENIED:
        return False
    architecture, denied = _DENIED[platform.machine()]
    instructions = _filter(architecture, denied[:-_OF_NETWORK] if network else denied)
    program = _Program(len(instructions), instructions)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    status: int = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program))
    return status == 0


def _filter(architecture: int, denied: tuple[int, ...]) -> ctypes.Array[_Instruction]:
    """Return the BPF program: another architecture, x32 or a denied number is refused."""
    checks = len(denied)
    steps = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_JUMP_IF_EQUAL, 0, checks + 3, architecture),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_JUMP_IF_AT_LEAST, checks + 1, 0, _X32),
        *((_JUMP_IF_EQUAL, checks - i, 0, number) for i, number in enumerate(denied)),
        (_RETURN, 0, 0, _SECCOMP_ALLOW),
        (_RETURN, 0, 0, _SECCOMP_ERRNO_EPERM),
    ]
    return (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
