"""Having templates read and filled in, by the process that does it (`filling`)."""

import asyncio
import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from events.text import Text
from service.documents.faults import told
from service.documents.fields import Contents, Fields
from service.documents.refusals import TooMuchToFill
from service.own_process import answered

MEMORY, SECONDS, PATIENCE = 1 << 30, 20, 40
"""Bytes, seconds of the processor and seconds in all after which a template is given up."""

AT_ONCE = 2
"""Templates that are filled in at the same time by one process of the service."""

_SCRIPT = Path(__file__).with_name("filling.py")


class FillingError(RuntimeError):
    """The process that fills templates in failed."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a template: what is wrong with it, the fields whose absence leaves a blank, the documents."""

    wrong: tuple[Text, ...]
    needed: tuple[str, ...]
    documents: tuple[bytes, ...]


@dataclass
class Filler:
    """Fills templates in, a few at a time."""

    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def fill(
        self, template: bytes, fields: Fields, contents: Sequence[Contents], title: str = "", author: str = ""
    ) -> Filled:
        """Read a template, and fill it in once for each contents; raises `TooMuchToFill`."""
        asked = {
            "template": base64.b64encode(template).decode(),
            "names": fields.names(),
            "contents": [{"groups": one.groups, "rows": one.rows} for one in contents],
            "title": title,
            "author": author,
        }
        async with self._turns:
            answer = await _answer(json.dumps(asked).encode())
        return Filled(
            tuple(map(told, answer["wrong"])),
            tuple(answer["needed"]),
            tuple(base64.b64decode(one) for one in answer["documents"]),
        )


async def _answer(asked: bytes) -> Any:
    try:
        async with asyncio.timeout(PATIENCE):
            code, made, complaint = await answered(_SCRIPT, asked, MEMORY, SECONDS)
    except TimeoutError:
        raise TooMuchToFill from None
    if code < 0:
        raise TooMuchToFill
    if code:
        raise FillingError(complaint.decode(errors="replace")[-2_000:])
    return json.loads(made)
