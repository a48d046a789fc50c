"""Analytical reports that say nearly the same as an earlier one of another case: found by MinHash, judged by all their shingles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events.fact import quarter
from events.finding import FindingRule, Severity, finding_id
from projections.findings.changes import SQL, Changes, Key, as_json
from projections.findings.entry import Entry
from projections.findings.likeness import bands, jaccard, shingles, signature
from projections.findings.row import Made
from projections.findings.rules import NEAR, SHORTEST
from projections.page import rows
from projections.projection import write

_MOST = 20
"""So many of the earliest texts of a band are compared with a later one: of boilerplate that all have, the first are enough."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A report by its shingles, with what stands for its bands: texts that are alike share one."""

    log: str
    position: int
    case_id: UUID
    version: int
    organization: str
    year: int
    happened_on: date
    shingles: list[int]
    bands: list[int]

    @property
    def key(self) -> Key:
        """Where it is counted."""
        return self.organization, FindingRule.NEAR_IDENTICAL, quarter(self.happened_on)

    @property
    def subject(self) -> str:
        """What a finding about it is about."""
        return f"{self.case_id}/{self.version}"

    @property
    def finding(self) -> UUID:
        """The identity of what it would show."""
        return finding_id(self.organization, FindingRule.NEAR_IDENTICAL, self.subject)


async def follow(
    changes: Changes, gone: Sequence[Entry], added: Sequence[Entry], anew: frozenset[UUID] = frozenset()
) -> None:
    """Follow reports; where one has gone or changed, in the cases `anew`, the later ones that may be like it are judged again."""
    old = [text for entry in gone if (text := _text(entry))]
    new = [text for entry in added if (text := _text(entry))]
    if not old and not new:
        return
    if old:
        await _remove(changes, old)
    await write(changes.conn, SQL["store_texts"], new)
    await write(changes.conn, SQL["store_bands"], _bands(new))
    changes.check(text.key for text in new)
    again = [text for text in (*old, *new) if text.case_id in anew]
    await _judge(changes, {text.position for text in new} | await _later(changes, again))


async def _remove(changes: Changes, old: Sequence[_Text]) -> None:
    positions = [text.position for text in old]
    await changes.conn.execute(SQL["remove_bands"], {"log": changes.log, "rows": as_json(_bands(old))})
    await changes.conn.execute(SQL["remove_texts"], {"log": changes.log, "positions": as_json(positions)})
    for text in old:
        changes.drop(text.finding)
    changes.check((text.key for text in old), -1)


async def _later(changes: Changes, texts: Sequence[_Text]) -> set[int]:
    """Give the positions of the texts that may be like some, and were recorded after them."""
    if not texts:
        return set()
    asked = {"log": changes.log, "rows": as_json(_bands(texts))}
    return {position for (position,) in await (await changes.conn.execute(SQL["later_texts"], asked)).fetchall()}


async def _judge(changes: Changes, positions: set[int]) -> None:
    """Compare reports with earlier ones, and let the finding name the first that each is most like."""
    asked = {"log": changes.log, "positions": as_json(sorted(positions))}
    texts = await rows(changes.conn, _Text, SQL["texts"], asked)
    pairs = await (await changes.conn.execute(SQL["earlier_texts"], asked | {"most": _MOST})).fetchall()
    asked["positions"] = as_json(sorted({other for _, other in pairs}))
    known = {text.position: text for text in await rows(changes.conn, _Text, SQL["texts"], asked)}
    for text in texts:
        others = [known[other] for position, other in pairs if position == text.position]
        _compare(changes, text, [other for other in others if other.case_id != text.case_id])


def _compare(changes: Changes, text: _Text, others: Sequence[_Text]) -> None:
    shares = [jaccard(text.shingles, other.shingles) for other in others]
    best = max(shares, default=0.0)
    if best < NEAR:
        changes.drop(text.finding)
        return
    other = others[shares.index(best)]
    common = len(set(text.shingles) & set(other.shingles))
    changes.put(
        Made(
            text.log,
            FindingRule.NEAR_IDENTICAL,
            Severity.WARNING,
            text.organization,
            text.case_id,
            text.version,
            text.subject,
            text.happened_on,
            {"percent": int(best * 100), "common": common, "year": text.year, "other_year": other.year},
            other.organization,
            other.case_id,
            other.version,
        )
    )


def _bands(texts: Sequence[_Text]) -> list[dict[str, Any]]:
    return [{"log": text.log, "band": band, "position": text.position} for text in texts for band in text.bands]


def _text(entry: Entry) -> _Text | None:
    said = sorted(set(shingles(entry.report))) if entry.by_people else []
    if len(said) < SHORTEST:
        return None
    return _Text(
        log=entry.log,
        position=entry.position,
        case_id=entry.case_id,
        version=entry.version,
        organization=entry.event.organization,
        year=entry.year,
        happened_on=entry.event.occurred_on,
        shingles=said,
        bands=bands(signature(said)),
    )
