"""Names for the codes that workflows, access and deadlines speak in; every name is a message id.

States and actions bring their own titles. An enum's value is named by itself ("working_group" is
"Working group") unless this table says it better, so that a new one needs nothing here but its translation.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

from events.case import DeadlineMissed, DeadlinePostponed
from events.event import CaseEvent, Event
from events.offence import OffenceCategory
from events.organization import OrganizationType
from events.reading import Reading
from service.appendix import RowStatus
from service.reconciliation import titles as reconciled
from service.remark_titles import REMARK_TITLES
from service.row_titles import ROW_TITLES
from service.verdict_reasons import VERDICT_REASONS
from workflows import payload
from workflows.actor import Post, Role
from workflows.catalogue import Every, EvidenceCondition, EvidenceForm, EvidenceNeed
from workflows.machine import actions
from workflows.registry import KINDS
from workflows.signatories import Paper

SPOKEN: dict[str, dict[str, str]] = {
    "Breakdown": {"central": "Committees, services and departments", "local": "Departments, districts and cities"},
    "RiskSource": {"appeals": "Appeals of citizens", "media": "Mass media"},
    "Direction": {"legal_acts": "Legal acts of the object", "management": "Organisation and management of the object"},
    "Extent": {"full": "In full", "partial": "In part"},
    "Channel": {"media": "Mass media", "social": "Social networks"},
    "SecrecyBasis": {"other_protected": "Other secret protected by law"},
    "Role": {"officer": "Authorised officer", "supervisor": "Supervisor", "system": "System"},
    "Post": {"apparatus_head": "Head of the apparatus", "tbn4_officer": "Officer in charge of TBN-4"},
    "PostClass": {"corps_a": "Corps A", "corps_b": "Corps B", "quasi_state": "Quasi-state sector"},
    "OrganizationType": {
        "CGO": "Central state body",
        "KOM": "Committee of a central body",
        "TER": "Territorial department",
        "OBL": "Akimat of a region",
        "UPR": "Department of an akimat",
        "RAY": "Akimat of a district or city",
        "OTD": "Section of an akimat",
        "ORG": "State organisation",
        "KGS": "Quasi-state entity",
        "AGN": "Anti-Corruption Agency",
        "AGT": "Territorial body of the Agency",
    },
    "EvidenceKind": {
        "info": "Information",
        "note": "Approved note",
        "protocol": "Minutes",
        "schedule": "Approved schedule",
        "url": "Link to a publication",
        "doc": "Document",
        "familiarisation": "Familiarisation of employees",
        "certificate": "Certificates",
        "appendix": "Reporting form",
        "tech_specs": "Technical specifications",
        "attachments": "Supporting documents",
    },
    "PolicyPart": {
        "goals": "goals and tasks",
        "principles": "main principles",
        "measures": "set of measures",
        "liability": "liability for keeping the policy",
    },
    "Standard": {
        "st_rk_iso_37001": "ST RK ISO 37001",
        "iso_37001": "ISO 37001",
        "st_rk_3049_2017": "ST RK 3049-2017",
    },
    "Invited": {"management": "Management", "ethics_officer": "Ethics officer of the supervising body"},
    "AudienceBasis": {"appeals": "Analysis of appeals", "social_media": "Monitoring of social networks"},
    "Topic": {
        "programmes": "Programme documents",
        "new_legislation": "New legislation",
        "restrictions": "Anti-corruption restrictions",
        "surveys": "Results of sociological studies",
        "accountability": "Mechanisms of accountability",
    },
    "Every": {
        "year": "every year",
        "quarter": "every quarter",
        "month": "every month",
        "analysis": "for each analysis",
        "fact": "for each fact",
        "maintained": "once, and again when it lapses",
        "not_stated": "not stated",
    },
    "EvidenceCondition": {
        "published": "if it is published",
        "withheld": "if anything is withheld",
        "has_site": "if there is a website",
        "no_site": "if there is no website",
        "gift": "if it was a gift",
        "reply_received": "when the reply is received",
    },
    "EvidenceForm": {
        "document": "document",
        "link": "link",
        "appendix": "form of the Instruction",
        "confirmation": "confirmation",
        "derived": "computed, not attached",
    },
    "EvidenceNeed": {"required": "required", "optional": "recommended, not required", "one_of": "one is enough"},
    "Paper": {
        "heads_act": "First head",
        "general": "First head, deputy or head of the apparatus",
        "secrecy_note": "Head of the apparatus: the justification alone",
        "appendix_1_2": "Head of the apparatus",
        "reconciliation_act": "Head of the apparatus alone",
        "ethics_report": "Ethics officer",
        "general_form": "First head, deputy or head of the apparatus",
        "unsigned_form": "The form has no place for a signature",
        "kgs_document": "First head, deputy or head of the apparatus, or the entity's own approving body",
        "agency_confirmation": "An officer of the Agency confirms",
        "link_only": "Nobody: a link is enough",
    },
    "Ruling": {
        "resigns": "Is to resign",
        "no_duty": "No ground for liability",
        "discipline": "Discipline is considered",
        "outside": "Outside the table",
        "by_hand": "Check by hand",
    },
    "HandRuling": {
        "resigns": "Is to resign",
        "discipline": "Discipline is considered",
        "no_duty": "No ground for liability",
    },
    "VerdictReason": VERDICT_REASONS,
    "Relation": {"direct": "Over the offender in the same body", "supervises": "Supervises what the offender heads"},
    "FinalKind": {
        "judgment": "Judgment in force",
        "terminated_pretrial": "Terminated before trial, on a non-rehabilitating ground",
        "terminated_court": "Terminated by the court, on a non-rehabilitating ground",
    },
    "RowStatus": {"nil": "Nothing to report", "not_owed": "Does not concern it"},
    "MatchRule": reconciled.MATCH_TITLES,
    "DifferenceKind": reconciled.DIFFERENCE_TITLES,
    "differing": reconciled.FIELD_TITLES,
    "Resolution": reconciled.RESOLUTION_TITLES,
    "ListSide": reconciled.SIDE_TITLES,
    "HiringProcedure": {
        "competition": "Competition for a post of the civil service",
        "appointment": "Appointment without a competition",
        "quasi_state": "Procedure of a quasi-state entity",
    },
    "LookupRegister": {
        "special_records": "Special records of the КПСиСУ",
        "kpsisu_request": "Request to the КПСиСУ",
    },
    "LookupAnswer": {"clean": "No offence known"},
    "HiredWhen": {"before_ban": "Before the ban", "after_ban": "After the ban"},
    "ActivityKind": {
        "business": "Business of one's own",
        "management": "Management of an organisation",
        "paid_work": "Other paid work",
        "property": "Property to be put in trust",
    },
    "BenefitKind": {"reward": "Material reward"},
    "Cure": {"trust_agreement": "Property put in trust"},
    "AccountSource": {"tax_bodies": "Tax bodies, under tax secrecy"},
    "remark": REMARK_TITLES,
    "event": {
        "organization.registered": "Organisation registered",
        "organization.renamed": "Organisation renamed",
        "organization.described": "Details changed",
        "organization.moved": "Organisation moved",
        "organization.reclassified": "Type changed",
        "organization.closed": "Organisation closed",
        "organization.reopened": "Organisation reopened",
        "organization.post_subordinated": "Superior of a post named",
        "organization.structure_revised": "Change of the structure counted",
        "fact.withdrawn": "Fact withdrawn",
        "fact.linked": "Fact linked to another",
        "person.registered": "Person registered",
        "person.renamed": "Person renamed",
        "person.handed_over": "Record handed over",
        "iin.given": "IIN entered for a person",
        "iin.freed": "IIN freed",
    },
    "Reading": {
        "page": "On its page",
        "api": "Through the API",
        "events": "Its events",
        "file": "A file",
        "list": "In a list",
    },
    "RunState": {
        "running": "Under way",
        "done": "Done",
        "failed": "Failed",
        "stopped": "Stopped: start it again to carry it on",
    },
    "status": {
        "overdue": "Overdue",
        "soon": "Due soon",
        "open": "Open",
        "review": "Waiting for review",
        "met": "Done in time",
        "late": "Done late",
        "none": "Not applicable",
    },
}
"""Kind of code to code to message id."""

_ENUMS: tuple[type[StrEnum], ...] = (
    Role,
    Post,
    OrganizationType,
    Every,
    EvidenceCondition,
    EvidenceForm,
    EvidenceNeed,
    Paper,
    RowStatus,
    Reading,
    OffenceCategory,
)


def title(kind: str, code: str) -> str | None:
    """Give the message id that names a code of that kind ("state", "action", "Channel"), None for an unknown one."""
    return _titles().get(kind, {}).get(code)


def codes(kind: str) -> dict[str, str]:
    """Give the codes of a kind with their message ids, in order."""
    return _titles().get(kind, {})


@cache
def _titles() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {kind: dict(table) for kind, table in SPOKEN.items()}
    found["row"] = ROW_TITLES
    found["state"] = {state.id: str(state.name) for kind in KINDS.values() for state in kind.states}
    found["action"] = {name: action.title for kind in KINDS.values() for name, action in actions(kind).items()}
    found["rule"] = {rule.code: rule.title for kind in KINDS.values() for rule in kind.CASE.RULES}
    bases = [rule.basis for kind in KINDS.values() for rule in kind.CASE.RULES]
    found["basis"] = {basis: basis for basis in bases if not basis.startswith("l.")}
    found["workflow"] = {name: kind.TITLE for name, kind in KINDS.items()}
    classes: tuple[type[Event], ...] = (*events(), DeadlineMissed, DeadlinePostponed)
    known = [cls.TOPIC for cls in classes]
    found["event"] = {topic: SPOKEN["event"].get(topic, _spoken(topic)) for topic in known}
    for enum in _ENUMS:
        found[enum.__name__] = _named(enum.__name__, [member.value for member in enum])
    for name, values in _enums_of_payloads():
        found[name] = _named(name, values)
    found["role"] = found["Role"] | found["Post"]
    return found


def _spoken(topic: str) -> str:
    """Name an event by its topic: "risk_analysis.analysis_ordered" is "Analysis ordered"."""
    return topic.rpartition(".")[2].replace("_", " ").capitalize()


def _named(kind: str, values: list[str]) -> dict[str, str]:
    spoken = SPOKEN.get(kind, {})
    return {value: spoken.get(value, value.replace("_", " ").capitalize()) for value in values}


def events() -> tuple[type[CaseEvent], ...]:
    """Give the classes of all events that callers can bring about."""
    return tuple(dict.fromkeys(a.event for kind in KINDS.values() for a in actions(kind).values()))


def _enums_of_payloads() -> Iterator[tuple[str, list[str]]]:
    for event in events():
        definitions: dict[str, Any] = payload.schema(event).get("$defs", {})
        for name, definition in definitions.items():
            if "enum" in definition:
                yield name, definition["enum"]


def messages() -> Iterator[str]:
    """Give every message id that is not written as a call in code or template: titles, hints, names of codes."""
    for table in _titles().values():
        yield from table.values()
    for event in events():
        schema = payload.schema(event)
        yield from _labels(schema)
        for definition in schema.get("$defs", {}).values():
            yield from _labels(definition)


def _labels(schema: dict[str, Any]) -> Iterator[str]:
    for field in schema.get("properties", {}).values():
        yield from (field[key] for key in ("title", "description") if key in field)
