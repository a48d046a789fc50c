"""Analytical reports that say nearly the same as an earlier one of another case: found by MinHash, judged by all their shingles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    """A report by its shingles."""

    log: str
    position: int
    case_id: UUID
    version: int
    organization: str
    year: int
    happened_on: date
    shingles: list[int]

    @property
    def bands(self) -> list[int]:
        """What texts have in common that are alike."""
        return bands(signature(self.shingles))

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


async def follow(changes: Changes, gone: Sequence[Entry], added: Sequence[Entry]) -> None:
    """Follow reports; where one has gone or changed, the later ones that may be like it are judged anew."""
    old = [text for entry in gone if (text := _text(entry))]
    new = [text for entry in added if (text := _text(entry))]
    for text in old:
        await _remove(changes, text)
    for text in new:
        await _keep(changes, text)
    later: set[int] = set()
    for text in (*old, *new):
        asked = {"log": changes.log, "bands": as_json(text.bands), "position": text.position}
        later |= {position for (position,) in await (await changes.conn.execute(SQL["later_texts"], asked)).fetchall()}
    for position in sorted(later | {text.position for text in new}):
        [text] = await rows(changes.conn, _Text, SQL["text"], {"log": changes.log, "position": position})
        await _judge(changes, text)


async def _remove(changes: Changes, text: _Text) -> None:
    places = [{"band": band, "position": text.position} for band in text.bands]
    await changes.conn.execute(SQL["remove_bands"], {"log": changes.log, "rows": as_json(places)})
    await changes.conn.execute(SQL["remove_texts"], {"log": changes.log, "positions": as_json([text.position])})
    changes.drop(text.finding)
    changes.check([text.key], -1)


async def _keep(changes: Changes, text: _Text) -> None:
    await write(changes.conn, SQL["store_texts"], [text])
    places = [{"log": text.log, "band": band, "position": text.position} for band in text.bands]
    await write(changes.conn, SQL["store_bands"], places)
    changes.check([text.key])


async def _judge(changes: Changes, text: _Text) -> None:
    """Compare a report with earlier ones, and let the finding name the first that it is most like."""
    asked = {
        "log": text.log,
        "bands": as_json(text.bands),
        "position": text.position,
        "case_id": text.case_id,
        "most": _MOST,
    }
    others = await rows(changes.conn, _Text, SQL["earlier_texts"], asked)
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


def _text(entry: Entry) -> _Text | None:
    said = sorted(set(shingles(entry.report))) if entry.by_people else []
    if len(said) < SHORTEST:
        return None
    event = entry.event
    return _Text(
        entry.log, entry.position, entry.case_id, entry.version, event.organization, entry.year, event.occurred_on, said
    )
