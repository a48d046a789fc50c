"""An oblast's year of forms, built in the background as whoever asks for it has it built: one archive, all formats, both languages."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.exports.worker import Worker
from tests.benchmarks.databases import Databases
from tests.service.forms.oblast import OBLAST, entered
from tests.serving import Served, serving

AIM = 60.0
"""Seconds within which the archive is to be there."""

NAME = "oblast_year_of_forms"
FULL, QUICK = 1.0, 0.1
"""Which part of the oblast there is."""

_TODAY, _SEED = date(2024, 12, 30), 1


@dataclass(frozen=True, slots=True)
class Built:
    """How long the archive took, in seconds; of how many bodies the oblast was, and how many files the archive has."""

    seconds: float
    bodies: int
    files: int

    def as_result(self) -> dict[str, Any]:
        """Give the entry of the results file."""
        said = {"bodies": self.bodies, "files": self.files}
        return {"name": NAME, "unit": "s", "aim": AIM, "value": round(self.seconds, 2), **said}


def measure(places: Databases, folder: Path, part: float, progress: Callable[[str], None]) -> Built:
    """Enter a part of the oblast into a database of its own, and have its year built."""
    return asyncio.run(_measured(places.empty(), folder, part, progress))


async def _measured(url: str, folder: Path, part: float, progress: Callable[[str], None]) -> Built:
    async with serving(url, _TODAY, data_dir=folder) as served:
        progress("an oblast is entered")
        told = await entered(served, _SEED, part)
        await served.projected()
        progress("its year of forms is built")
        return await _built(served, len(told.above))


async def _built(served: Served, bodies: int) -> Built:
    officer = await served.officer(OBLAST)
    asked = {"list": "year-of-forms", "format": "zip", "filters": {"organization": OBLAST, "year": _TODAY.year}}
    answer = await officer.post("/api/v1/exports", json=asked)
    if answer.status_code != 202:
        raise RuntimeError(f"the year was not asked for: {answer.text}")
    began = time.perf_counter()
    await Worker(served.service).make_next()
    seconds = time.perf_counter() - began
    export = (await officer.get(answer.headers["Location"])).json()
    if export["state"] != "ready":
        raise RuntimeError(f"the year was not built: {export}")
    return Built(seconds, bodies, export["done"])
