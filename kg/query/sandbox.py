"""What a process that runs foreign queries gives up first: the network, other programs, writing, memory without end.

Linux on x86-64 and aarch64: a seccomp filter over all threads, set through prctl(2) and seccomp(2), so that the kernel
itself refuses; nothing has to be installed for it. Elsewhere the query's text and the time limit still hold, and
:func:`confine` says what is missing. Python's audit hooks would not do: the engine is no Python code.
"""

import ctypes
import errno
import platform
import struct
import sys
from contextlib import suppress

MEMORY = 1_500_000_000
"""Bytes of address space that a query may take beyond what its process had when it was ready."""

_CALLS = {
    # audit architecture (linux/audit.h), number of seccomp(2), then: socket socketpair connect bind listen accept
    # accept4 sendto sendmsg sendmmsg · execve execveat ptrace process_vm_readv process_vm_writev kill ·
    # io_uring (it opens sockets by itself) · what renames, makes, removes, links, cuts, re-owns files · mounts, spaces
    "x86_64": (0xC000003E, 317, (
        41, 53, 42, 49, 50, 43, 288, 44, 46, 307, 59, 322, 101, 310, 311, 62, 425, 426, 427,
        82, 83, 84, 85, 86, 87, 88, 76, 90, 92, 258, 259, 263, 264, 265, 266, 268, 260, 316, 165, 166, 155, 161, 272,
        308,
    )),
    "aarch64": (0xC00000B7, 277, (
        198, 199, 203, 200, 201, 202, 242, 206, 211, 269, 221, 281, 117, 270, 271, 129, 425, 426, 427,
        33, 34, 35, 36, 37, 38, 45, 53, 54, 276, 40, 39, 41, 51, 97, 268,
    )),
}  # fmt: skip
_OPEN = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}
"""Calls that open files, and which of their arguments holds the flags."""
_OPENAT2 = 437
_WRITING = 0o1 | 0o2 | 0o100
"""O_WRONLY, O_RDWR, O_CREAT (fcntl.h of both architectures)."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_NO_NEW_PRIVILEGES, _SET_MODE_FILTER, _ALL_THREADS = 38, 1, 1


def confine(memory: int = MEMORY) -> tuple[str, ...]:
    """Give up network, programs, writing, and memory beyond ``memory`` bytes, for good; return what could not be."""
    return tuple(name for name, done in (("network", _without_network()), ("memory", _with_memory(memory))) if not done)


def allow_time(seconds: float) -> None:
    """Let the kernel end this process after about ``seconds`` more of computing, should nobody be left to stop it.

    0 is no limit.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource

        used, hard = resource.getrusage(resource.RUSAGE_SELF), resource.getrlimit(resource.RLIMIT_CPU)[1]
        most = int(used.ru_utime + used.ru_stime + seconds) + 3 if seconds else hard
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _without_network() -> bool:
    calls = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if calls is None:
        return False
    architecture, seccomp, refused = calls
    code = _filter(architecture, refused, _OPEN[platform.machine()])
    data = ctypes.create_string_buffer(code, len(code))
    libc = ctypes.CDLL(None, use_errno=True)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    program = Program(len(code) // 8, ctypes.addressof(data))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)


def _filter(architecture: int, refused: tuple[int, ...], opening: tuple[tuple[int, int], ...]) -> bytes:
    """Return the filter's instructions (linux/bpf_common.h): code, jump if true, jump if false, value."""

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    # struct seccomp_data: call number at 0, architecture at 4, arguments of eight bytes from 16
    steps = [step(_LOAD, 4), step(_EQUAL, architecture, 1), step(_RETURN, _KILL), step(_LOAD, 0)]
    if architecture == _CALLS["x86_64"][0]:
        steps += [step(_AT_LEAST, 0x40000000, 0, 1), step(_RETURN, _REFUSE)]  # numbers of the x32 interface
    for number in (*refused, _OPENAT2):
        steps += [step(_EQUAL, number, 0, 1), step(_RETURN, _REFUSE)]
    for number, argument in opening:
        flags = step(_LOAD, 16 + 8 * argument)
        steps += [step(_EQUAL, number, 0, 4), flags, step(_ANY_BIT, _WRITING, 0, 1), step(_RETURN, _REFUSE)]
        steps += [step(_RETURN, _ALLOW)]
    return b"".join([*steps, step(_RETURN, _ALLOW)])


def _with_memory(most: int) -> bool:
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - one line of the kernel's
            held = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + most, held + most))
    except (ImportError, ValueError, OSError):
        return False
    return True
