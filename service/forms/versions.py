"""The versions of a report: what stands in each, and how two of them differ."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from events.text import msg
from service.forms.frozen import thawed
from service.forms.snapshots import unsealed
from workflows.case import Case
from workflows.forms import Content, Line, Said
from workflows.refusals import Unknown
from workflows.report import ReportFacts

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service


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
class Difference:
    """What another version of a form says that the first did not, and the other way round."""

    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.removed or self.changed)


def compare(before: Content, now: Content) -> Difference:
    """Say how two versions of a form differ: by what stands in their lines, whatever case had gone on meanwhile."""
    there, here = Counter(map(_said, before.lines)), Counter(map(_said, now.lines))
    old = {body.organization: body.said for body in before.covered}
    new = {body.organization: body.said for body in now.covered}
    changed = (
        Change(body, part, was, told)
        for body in (*new, *(old.keys() - new.keys()))
        for part in dict.fromkeys((*old.get(body, {}), *new.get(body, {})))
        if (was := old.get(body, {}).get(part, Said.NOT_OWED)) != (told := new.get(body, {}).get(part, Said.NOT_OWED))
    )
    return Difference(_left(now.lines, here - there), _left(before.lines, there - here), tuple(changed))


def _said(line: Line) -> tuple[object, ...]:
    return line.group, line.cells, tuple(sorted(origin.organization for origin in line.origins))


def _left(lines: tuple[Line, ...], left: Counter[tuple[object, ...]]) -> tuple[Line, ...]:
    found: list[Line] = []
    for line in lines:
        if left[_said(line)] > 0:
            left[_said(line)] -= 1
            found.append(line)
    return tuple(found)
