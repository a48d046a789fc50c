"""An offence of the act of reconciliation in words: what l.380 asks for, in the words of the list that it was entered in."""

from collections.abc import Iterable, Iterator

from events.fact import identity
from service.forms.gathering.sources import Sources, origin
from service.i18n import Translator
from workflows.case import Case
from workflows.forms import Both, Origin
from workflows.reconciliation.entries import Entry

Told = tuple[Case, Entry]


def once(every: Iterable[Told]) -> list[list[Told]]:
    """Give offences with all bodies that told of each: of one person, one act, one day there is one offence (requirements §3)."""
    known: dict[str, list[Told]] = {}
    for case, entry in every:
        told = entry.row.offence
        numbers = (entry.row.crime_no, entry.act_no)
        key = identity(entry.category.value, (told.offender,), told.happened_on, *numbers)
        known.setdefault(key, []).append((case, entry))
    return list(known.values())


def origins(told: Iterable[Told]) -> tuple[Origin, ...]:
    """Give the bodies that told of an offence, each once."""
    return tuple({case.organization: origin(case) for case, _ in told}.values())


def offence(sources: Sources, entry: Entry, *, with_event: bool) -> Both:
    """Give what happened; `with_event` also its category and what the body did about it, which the act has columns for or leaves out."""
    return Both(*("; ".join(_said(entry, t, with_event=with_event)) for t in sources.speakers))


def status(sources: Sources, entry: Entry) -> Both:
    """Give how the offence stands, with the act that decided it."""
    return Both(*("; ".join(_status(entry, t)) for t in sources.speakers))


def _said(entry: Entry, t: Translator, *, with_event: bool) -> Iterator[str]:
    told = entry.row.offence
    if with_event:
        yield t.code("OffenceCategory", entry.category)
    yield f"{told.offender}, {told.position}"
    days = [t.plain(day) for day in (told.happened_on, told.happened_until) if day]
    yield f"{' – '.join(days)}, {told.place}"
    yield entry.row.fabula
    if told.damage is not None:
        yield f"{t('Damage, tenge')}: {t.number(told.damage)}"
    if with_event:
        yield f"{t('Actions taken by the body')}: {entry.row.actions_taken}"


def _status(entry: Entry, t: Translator) -> Iterator[str]:
    yield entry.row.status
    if entry.act_no:
        yield f"{t('Number of the act')}: {entry.act_no}"
    if entry.counts_on:
        since = t("In force since") if entry.row.in_force_on else t("Disciplinary decision")
        yield f"{since}: {t.plain(entry.counts_on)}"
