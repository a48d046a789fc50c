"""An offence of the act of reconciliation in words: what l.380 asks for, in the words of the list that it was entered in."""

from collections.abc import Iterator

from service.forms.gathering.sources import Sources
from service.i18n import Translator
from workflows.forms import Both
from workflows.reconciliation.entries import Entry


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
