"""Giving up everything that reading one untrusted file does not need.

A program that runs in the jail imports what it needs, calls `confine`, and only then reads the
first byte of the file: privileges, memory, time and files are limited, and a seccomp filter
refuses sockets, programs, processes and every change to the disk.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from typing import Any

MEMORY_BYTES = 1 << 30
PROCESSOR_S = 20
NOBODY = 65534

ALLOW, ERROR, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCH_AT, ARGUMENT_AT = 0, 4, 16
CLONE_THREAD = 0x10000
WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# Per machine: audit number; refused calls; (call, argument, bits) refused by their flags;
# clone; clone3. The refused calls are those of sockets, io_uring, programs, other processes,
# and of making, changing, moving or removing files.
MACHINES: dict[str, dict[str, Any]] = {
    "x86_64": {
        "audit": 0xC000003E,
        "refused": [
            *(41, 42, 43, 44, 45, 46, 47, 49, 50, 53, 288, 299, 307),
            *(425, 426, 427),
            *(57, 58, 59, 322),
            *(62, 101, 200, 234, 310, 311, 424, 438),
            *(76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 133),
            *(258, 259, 260, 263, 264, 265, 266, 268, 316, 437),
        ],
        "flagged": [(2, 1, WRITE_FLAGS), (257, 2, WRITE_FLAGS)],
        "clone": 56,
        "clone3": 435,
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "refused": [
            *(198, 199, 200, 201, 202, 203, 206, 207, 211, 212, 242, 243, 269),
            *(425, 426, 427),
            *(221, 281),
            *(117, 129, 130, 131, 270, 271, 424, 438),
            *(33, 34, 35, 36, 37, 38, 45, 46, 52, 53, 54, 55, 276, 437),
        ],
        "flagged": [(56, 2, WRITE_FLAGS)],
        "clone": 220,
        "clone3": 435,
    },
}


PR_SET_PDEATHSIG = 1


class FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def confine() -> None:
    """Give up everything that reading one file does not need."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    # Nobody waits for the answer of a worker that was killed; a change of account would undo this.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    _filter_calls(MACHINES[platform.machine()])


def _filter_calls(machine: dict[str, Any]) -> None:
    """Install the seccomp filter; a system that refuses it ends the process."""
    refuse, absent = (RETURN, 0, 0, ERROR | EPERM), (RETURN, 0, 0, ERROR | ENOSYS)
    program = [(LOAD, 0, 0, ARCH_AT), (EQUAL, 1, 0, machine["audit"]), (RETURN, 0, 0, KILL)]
    program += [(LOAD, 0, 0, NUMBER_AT), (AT_LEAST, 0, 1, 0x40000000), refuse]
    for number in machine["refused"]:
        program += [(EQUAL, 0, 1, number), refuse]
    program += [(EQUAL, 0, 1, machine["clone3"]), absent]
    for number, argument, bits in machine["flagged"]:
        flags = (LOAD, 0, 0, ARGUMENT_AT + 8 * argument)
        program += [(EQUAL, 0, 4, number), flags, (ANY_BIT, 0, 1, bits), refuse]
        program += [(RETURN, 0, 0, ALLOW)]
    program += [(EQUAL, 0, 4, machine["clone"]), (LOAD, 0, 0, ARGUMENT_AT)]
    program += [(ANY_BIT, 1, 0, CLONE_THREAD), refuse, (RETURN, 0, 0, ALLOW)]
    program += [(RETURN, 0, 0, ALLOW)]
    packed = b"".join(struct.pack("HBBI", *step) for step in program)
    libc = ctypes.CDLL(None, use_errno=True)
    asked = FilterProgram(len(program), packed)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(asked), 0, 0):
        raise OSError(ctypes.get_errno(), "The system does not let calls be filtered.")
