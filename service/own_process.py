"""Work that is done in a process of its own: its memory is given back, its limits are its own, a fault takes nobody along."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

_FEW = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
"""Keeps the process from taking room for each processor of a large machine."""

_OURS = {"PYTHONPATH": str(Path(__file__).parents[1])}
"""The process has the modules that this one has, wherever it is started."""

_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TZ", "VIRTUAL_ENV")
"""What it takes over: it reads what strangers wrote, and the rest of our environment names keys and databases."""


async def answered(script: Path, asked: bytes, memory: int, seconds: int) -> tuple[int, bytes, bytes]:
    """Give the exit code of a script, negative if the machine ended it, what it wrote, and what it complained of.

    It reads what is asked from its input, and holds itself to so many bytes of memory and seconds of the processor. Whoever stops
    waiting ends it.
    """
    command = sys.executable, "-P", str(script), str(memory), str(seconds)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment())
    try:
        made, complaint = await process.communicate(asked)
    except BaseException:
        process.kill()
        await process.wait()
        raise
    return process.returncode or 0, made, complaint


def environment() -> dict[str, str]:
    """Give what a process that reads what strangers wrote may know of the machine."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ} | _FEW | _OURS
