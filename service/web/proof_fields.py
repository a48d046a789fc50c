"""What the form for evidence asks by the kind chosen in it: a link has no file, a document no address (l.41, l.43)."""

from collections.abc import Sequence

from events.subtask import EvidenceAttached, EvidenceKind
from service.i18n import Translator
from service.web import prefill
from service.web.fields import Field
from service.web.sheet import Sheet
from workflows.case import Case
from workflows.subtask.evidence import missing
from workflows.subtask.facts import SubtaskFacts

_OF_LINKS = ("publication",)
_OF_DOCUMENTS = ("file", "document_no", "document_date")
_NEEDED = frozenset({"publication", "file"})


def narrow(fields: Sequence[Field], sheet: Sheet, t: Translator) -> list[Field]:
    """Leave out what the chosen kind does not need, unless it is what is wrong, and say which kinds are still missing."""
    case = sheet.case
    if case is None or not isinstance(case.facts, SubtaskFacts):
        return list(fields)
    if sheet.action.event is EvidenceAttached:
        return _narrowed(fields, "", case.facts, t)
    if isinstance(_corrected(case, sheet), EvidenceAttached):
        for field in fields:
            if field.name == "data":
                field.children = _narrowed(field.children, "data.", case.facts, t)
    return list(fields)


def _corrected(case: Case, sheet: Sheet) -> object:
    return prefill.corrected_event(case, str(sheet.corrects)) if sheet.corrects is not None else None


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
