"""What may stand above what, on every day (requirements §3; graph invariants after §3)."""

from collections.abc import Iterator
from datetime import date, timedelta

from events.organization import ROOTS, OrganizationType
from events.organization.record import OrganizationRecord
from events.text import Body, Text, msg
from workflows.register import Register

_T = OrganizationType
STATE_BODIES = frozenset(_T) - {_T.ORG, _T.KGS}

ABOVE: dict[OrganizationType, frozenset[OrganizationType]] = {
    _T.KOM: frozenset({_T.CGO}),
    _T.TER: frozenset({_T.KOM, _T.CGO, _T.TER}),
    _T.UPR: frozenset({_T.OBL}),
    _T.RAY: frozenset({_T.OBL}),
    _T.OTD: frozenset({_T.RAY, _T.UPR}),
    _T.AGT: frozenset({_T.AGN}),
    _T.ORG: STATE_BODIES,
    _T.KGS: STATE_BODIES,
} | dict.fromkeys(ROOTS, frozenset())
"""The types that may stand directly above each type; none above the roots."""

_DAY = timedelta(days=1)


def faults_above(record: OrganizationRecord, register: Register) -> Iterator[Text]:
    """Say what is wrong between an organisation and what stands above it, on any day of its life."""
    for first, after, parent in _stretches(record):
        own_type = record.types.at(first)
        if own_type in ROOTS:
            if parent:
                yield msg("A body of this type reports to nobody.")
        elif not parent:
            yield msg("Name the body above it.")
        elif (above := register.organization(parent)) is None:
            yield msg("There is no organisation {code}.", code=parent)
        elif parent == record.code or _is_below(record.code, parent, first, after, register):
            yield msg("{code} stands below this organisation.", code=Body(parent))
        else:
            yield from _between(record, above, first, after)


def faults_below(record: OrganizationRecord, register: Register) -> Iterator[Text]:
    """Say what is wrong between an organisation and those that stand directly below it."""
    for code in sorted(register.linked(record.code)):
        below = register.organization(code)
        for first, after, parent in _stretches(below) if below else ():
            if below and parent == record.code:
                yield from _between(below, record, first, after)


def still_below(record: OrganizationRecord, last: date, register: Register) -> list[OrganizationRecord]:
    """Give the organisations that would stand below or be supervised after the last day of one."""
    found = []
    for code in sorted(register.linked(record.code)):
        below = register.organization(code)
        if below is None or (below.closed_on is not None and below.closed_on <= last):
            continue
        reports = any(parent == record.code and after > last + _DAY for _, after, parent in below.above.spans())
        if reports or any(one.supervisor == record.code and one.until > last + _DAY for one in below.supervisions):
            found.append(below)
    return found


def _stretches(record: OrganizationRecord) -> Iterator[tuple[date, date, str]]:
    """Give the stretches [first, after) in which neither what stands above an organisation nor its type changes."""
    changes = {day for day, _ in (*record.above.entries, *record.types.entries)}
    for begins, ends in _life(record):
        days = sorted({begins} | {day for day in changes if begins < day < ends})
        for day, after in zip(days, [*days[1:], ends], strict=True):
            yield day, after, record.above.at(day) or ""


def _life(record: OrganizationRecord) -> Iterator[tuple[date, date]]:
    """Give the stretches [first, after) in which an organisation exists."""
    begins = record.since or date.max
    for last, again in record.gaps:
        yield begins, last + _DAY
        begins = again
    yield begins, record.closed_on + _DAY if record.closed_on else date.max


def _between(below: OrganizationRecord, above: OrganizationRecord, first: date, after: date) -> Iterator[Text]:
    """Say what is wrong with one standing directly below the other on [first, after)."""
    if above.since is None or above.since > first:
        yield msg("{code} did not exist yet on {day}.", code=Body(above.code), day=first)
    for last, again in (*above.gaps, *([(above.closed_on, date.max)] if above.closed_on else [])):
        if max(last + _DAY, first) < min(again, after):
            yield msg("{code} ended on {day}.", code=Body(above.code), day=last)
    own_type = below.types.at(first)
    for since, until, its_type in above.types.spans():
        if own_type and since < after and first < until and its_type not in ABOVE[own_type]:
            yield msg(
                "{above} ({above_type}) cannot stand above {below} ({below_type}).",
                above=above.code,
                above_type=its_type,
                below=below.code,
                below_type=own_type,
            )


def _is_below(code: str, parent: str, first: date, after: date, register: Register) -> bool:
    """Whether an organisation stands above another on some day of [first, after)."""
    record = register.organization(parent)
    for since, until, above in record.above.spans() if record else ():
        begin, end = max(since, first), min(until, after)
        if above and begin < end and (above == code or _is_below(code, above, begin, end, register)):
            return True
    return False
