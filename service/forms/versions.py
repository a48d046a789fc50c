"""The versions of a report: what stands in each, and how two of them differ."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from events.text import msg
from service.forms.frozen import thawed
from service.forms.snapshots import unsealed
from workflows.case import Case
from workflows.forms import Both, Content, Line, OwnReport, Said, Signatory
from workflows.refusals import Unknown
from workflows.report import ReportFacts

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service

_Told = Mapping[str, Mapping[str, Said]]


async def version(service: "Service", case: Case, number: int | None, reader: "Account | None") -> Content:
    """Give what stands in a version of a report, the last one for None, as a reader may see it; raises `Unknown`.

    Without a reader it is what was frozen: so it is printed and signed, for whoever sees the case may have the signed file.
    """
    facts = report_of(case)
    formed = facts.version(len(facts.versions) if number is None else number)
    if formed is None:
        raise Unknown(msg("The report has no version {n}.", n=number or 0))
    content = thawed(await service.files.read(case.organization, formed.snapshot))
    return await unsealed(service, content, reader) if reader else content


def report_of(case: Case) -> ReportFacts:
    """Give what is known of a report; raises `Unknown` for another case."""
    if not isinstance(case.facts, ReportFacts):
        raise Unknown(msg("The case {case_id} is no report.", case_id=case.id))
    return case.facts


def says_the_same(before: Content, now: Content) -> bool:
    """Whether the same stands in two forms, whatever they are as of: a case may have gone on without anything in its lines having changed."""
    return _undated(before) == _undated(now)


def _undated(content: Content) -> Content:
    """Give a form without what says of when it is."""
    lines = tuple(
        msgspec.structs.replace(
            line, origins=tuple(msgspec.structs.replace(origin, version=0) for origin in line.origins)
        )
        for line in content.lines
    )
    return msgspec.structs.replace(content, lines=lines, known_at="", true_on="", position=0)


@dataclass(frozen=True, slots=True)
class Change:
    """What a body said in a part before, and what it says now."""

    organization: str
    part: str
    before: Said
    now: Said


@dataclass(frozen=True, slots=True)
class Moved:
    """How far the own report of a body had gone before, and how far now; None where it was not looked at."""

    organization: str
    before: OwnReport | None
    now: OwnReport | None


@dataclass(frozen=True, slots=True)
class Renamed:
    """A body that has another name now."""

    organization: str
    before: Both
    now: Both


@dataclass(frozen=True, slots=True)
class Signs:
    """Who was to sign before, and who is now."""

    before: Signatory | None
    now: Signatory | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What another version of a form says that the first did not, and the other way round."""

    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    changed: tuple[Change, ...]
    reports: tuple[Moved, ...]
    renamed: tuple[Renamed, ...]
    signatory: Signs | None

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.removed or self.changed or self.reports or self.renamed or self.signatory)


def compare(before: Content, now: Content) -> Difference:
    """Say how two versions of a form differ: by what stands in them, whatever case had gone on meanwhile."""
    there, here = Counter(map(_said, before.lines)), Counter(map(_said, now.lines))
    old = {body.organization: body for body in before.covered}
    new = {body.organization: body for body in now.covered}
    both = [(old[code], new[code]) for code in new if code in old]
    return Difference(
        _left(now.lines, here - there),
        _left(before.lines, there - here),
        tuple(_changes({code: one.said for code, one in old.items()}, {code: one.said for code, one in new.items()})),
        tuple(Moved(now.organization, was.report, now.report) for was, now in both if was.report != now.report),
        tuple(Renamed(now.organization, was.name, now.name) for was, now in both if was.name != now.name),
        Signs(before.signatory, now.signatory) if before.signatory != now.signatory else None,
    )


def _changes(old: _Told, new: _Told) -> Iterator[Change]:
    """Give what a body said in a part, where it says something else now."""
    for body in (*new, *(old.keys() - new.keys())):
        for part in dict.fromkeys((*old.get(body, {}), *new.get(body, {}))):
            was, told = (where.get(body, {}).get(part, Said.NOT_OWED) for where in (old, new))
            if was is not told:
                yield Change(body, part, was, told)


def _said(line: Line) -> tuple[object, ...]:
    return line.group, line.cells, tuple(sorted(origin.organization for origin in line.origins))


def _left(lines: tuple[Line, ...], left: Counter[tuple[object, ...]]) -> tuple[Line, ...]:
    found: list[Line] = []
    for line in lines:
        if left[_said(line)] > 0:
            left[_said(line)] -= 1
            found.append(line)
    return tuple(found)
