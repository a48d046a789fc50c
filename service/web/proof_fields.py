"""What the forms of evidence and documents ask: a link has no file, a document no address (l.41, l.43), each document its own."""

from collections.abc import Sequence

from events.subtask import DocumentConfirmed, EvidenceAttached, EvidenceKind
from service.i18n import Translator
from service.web import prefill
from service.web.fields import Field
from service.web.sheet import Sheet
from workflows.subtask.documents import foreign_fields
from workflows.subtask.evidence import missing
from workflows.subtask.facts import SubtaskFacts

_OF_LINKS = ("publication",)
_OF_DOCUMENTS = ("file", "document_no", "document_date")
_NEEDED = frozenset({"publication", "file"})


def narrow(fields: Sequence[Field], sheet: Sheet, t: Translator) -> list[Field]:
    """Leave out what the chosen kind, or the subtask's document, does not need, unless it is what is wrong."""
    case = sheet.case
    if case is None or not isinstance(case.facts, SubtaskFacts):
        return list(fields)
    if sheet.corrects is None:
        return _of(sheet.action.event, fields, "", case.facts, t)
    original = prefill.corrected_event(case, str(sheet.corrects))
    for field in fields:
        if field.name == "data":
            field.children = _of(type(original), field.children, "data.", case.facts, t)
    return list(fields)


def _of(event: type, fields: Sequence[Field], place: str, facts: SubtaskFacts, t: Translator) -> list[Field]:
    if event is EvidenceAttached:
        return _narrowed(fields, place, facts, t)
    unasked = foreign_fields(facts.subtask) if event is DocumentConfirmed else ()
    return [field for field in fields if field.name.removeprefix(place) not in unasked or _is_wrong(field)]


def _narrowed(fields: Sequence[Field], place: str, facts: SubtaskFacts, t: Translator) -> list[Field]:
    known = {field.name.removeprefix(place): field for field in fields}
    kind = known["kind"]
    kind.redraws = True
    kind.notes = _lacking(facts, t)
    asked = {"": (), EvidenceKind.URL.value: _OF_LINKS}.get(kind.value, _OF_DOCUMENTS)
    for name in _NEEDED & set(asked):
        known[name].required = True
    unasked = {*_OF_LINKS, *_OF_DOCUMENTS} - set(asked)
    return [field for name, field in known.items() if name not in unasked or _is_wrong(field)]


def _lacking(facts: SubtaskFacts, t: Translator) -> list[str]:
    """Say which kinds are still needed; of several any one will do."""
    kinds = [f" {t('or')} ".join(rule.title.of(t.language) for rule in rules) for rules in missing(facts)]
    return [t("Still missing: {kinds}.", kinds="; ".join(kinds))] if kinds else []


def _is_wrong(field: Field) -> bool:
    return any(below.errors for below in field.walk())
