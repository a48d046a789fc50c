"""The limits of a process of its own (`own_process`), which it sets itself before it reads what strangers wrote."""

import resource
import sys


def keep_to_limits() -> None:
    """Hold this process to the bytes of memory and the seconds of the processor that its two arguments say; it leaves no image of its memory."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
