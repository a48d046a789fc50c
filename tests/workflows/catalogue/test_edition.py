"""The edition of 2024 against the Instruction's rules."""

import re

import pytest

from events.organization import OrganizationType as Type
from workflows.catalogue import (
    ALL,
    Catalogue,
    Every,
    EvidenceForm,
    EvidenceNeed,
    Subtask,
    Words,
    edition,
    editions,
)
from workflows.refusals import Unknown
from workflows.registry import WORKFLOWS
from workflows.signatories import Paper

STATE = {Type.CGO, Type.KOM, Type.TER, Type.OBL, Type.UPR, Type.RAY, Type.OTD}
LOCAL = {Type.OBL, Type.UPR, Type.RAY, Type.OTD}
EVERYBODY = STATE | {Type.ORG, Type.KGS}

ANALYSIS = ["1.1.2", "1.1.3", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.3.3", "1.4.1"]
OFFENCES = ["2.1.1", "2.2.1", "2.3.1", "2.3.2", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5"]
COMPLIANCE = ["3.1.1", *(f"3.2.{number}" for number in range(1, 10)), "3.3.1"]

MATRIX: list[tuple[list[str], set[Type]]] = [
    (["1.1.1"], {Type.CGO, Type.OBL}),
    (ANALYSIS, EVERYBODY),
    (["1.5.1"], {Type.OBL}),
    (OFFENCES, STATE | {Type.ORG}),
    (["2.4.1"], EVERYBODY),
    (COMPLIANCE, {Type.KGS}),
    (["4.1.1"], {Type.OBL, Type.RAY}),
    (["4.1.2"], LOCAL),
    (["4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.3.1"], STATE),
]
"""Who performs what (requirements §1)."""

OPEN: dict[str, set[Type]] = {
    "1.1.1": {Type.RAY},
    **{code: {Type.KGS} for code in ("2.1.1", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5")},
}
"""Who may do it without owing it."""


@pytest.fixture
def catalogue() -> Catalogue:
    return edition(2024)


def test_there_are_4_projects_16_tasks_39_subtasks(catalogue: Catalogue) -> None:
    """The edition has as many of each as the Instruction, by project too, and the row of the form apart."""
    assert editions() == (2024,)
    by_project = [(len(project.tasks), len(project.subtasks)) for project in catalogue.projects]
    assert by_project == [(5, 11), (5, 10), (3, 11), (3, 7)]
    assert (len(catalogue.subtasks), [row.code for row in catalogue.rows]) == (39, ["2.5.R"])


def test_who_performs_what(catalogue: Catalogue) -> None:
    """Each subtask is assigned to the types of organisation that the matrix names, and to no others."""
    expected = {code: types for codes, types in MATRIX for code in codes}
    assert {subtask.code: set(subtask.applies_to) for subtask in catalogue.subtasks} == expected
    for subtask in catalogue.subtasks:
        allowed = {kind for kind in Type if subtask.allows(kind)}
        assert allowed == expected[subtask.code] | OPEN.get(subtask.code, set()), subtask.code


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (Type.CGO, 25),
        (Type.KOM, 24),
        (Type.TER, 24),
        (Type.OBL, 28),
        (Type.UPR, 25),
        (Type.RAY, 26),
        (Type.OTD, 25),
        (Type.ORG, 19),
        (Type.KGS, 21),
        (Type.AGN, 0),
        (Type.AGT, 0),
    ],
)
def test_how_much_a_type_owes(catalogue: Catalogue, kind: Type, number: int) -> None:
    """What is assigned to a type of organisation comes in the Instruction's order."""
    assigned = catalogue.assigned_to(kind)
    assert len(assigned) == number
    assert [subtask.code for subtask in assigned] == sorted(subtask.code for subtask in assigned)


def test_a_subtask_is_found_by_code_and_slug(catalogue: Catalogue) -> None:
    """Both names lead to the same subtask; any other name is refused in words."""
    assert catalogue.subtask("4.2.1") is catalogue.subtask("training-5pct")
    assert catalogue.subtask("2.5.R").slug == "relatives"
    with pytest.raises(Unknown, match=r"no subtask “9.9.9” in the catalogue of 2024"):
        catalogue.subtask("9.9.9")
    with pytest.raises(Unknown, match="no catalogue of 2023"):
        edition(2023)


DEADLINES: list[tuple[str, str, str, int | None, str]] = [
    ("D01", "1.2", "max_duration", 30, "working_days"),
    ("D02", "1", "min_frequency", 1, "years"),
    ("D03", "1", "not_before", 1, "years"),
    ("D04", "1.1.3", "latest_before", 10, "working_days"),
    ("D05", "1.2.1", "latest_before", 10, "working_days"),
    ("D06", "1.2.2", "latest_before", 5, "working_days"),
    ("D07", "1.2.3", "latest_after", 10, "working_days"),
    ("D08", "1.3.1", "latest_after", 10, "working_days"),
    ("D09", "1.3.2", "latest_after", 3, "working_days"),
    ("D10", "1.3.3", "monitoring_window", 1, "years"),
    ("D11", "1.3.3", "fixed_day", 5, "day_of_month"),
    ("D12", "1.3.3", "latest_after", 5, "working_days"),
    ("D13", "2.3.1", "condition", 3, "months"),
    ("D14", "2.3.1", "latest_after", 10, "calendar_days"),
    ("D15", "2.4.1", "latest_after", 2, "working_days"),
    ("D16", "3.1.1", "frequency", 1, "quarters"),
    ("D17", "4.1.1", "frequency", 1, "quarters"),
    ("D18", "4.2.1", "quota", 5, "percent_per_year"),
    ("D19", "4.2.3", "frequency", 1, "months"),
    ("D20", "2.2.1", "scope", None, "calendar_year"),
    ("D21", "3.3.1", "scope", None, "calendar_year"),
    ("D22", "4.3.1", "scope", None, "calendar_year"),
    ("D23", ALL, "latest", None, "unknown"),
]
"""All time limits (requirements §5)."""


def test_deadlines(catalogue: Catalogue) -> None:
    """The 23 time limits are owed by whom, and as long as, the Instruction says; three of them it only recommends."""
    found = [(rule.code, rule.of, rule.kind, rule.amount, rule.unit) for rule in catalogue.deadlines.values()]
    assert found == DEADLINES
    assert [rule.code for rule in catalogue.deadlines.values() if rule.strength == "recommended"] == [
        "D01",
        "D02",
        "D10",
    ]
    assert [rule.code for rule in catalogue.owed("1.3.3")] == ["D10", "D11", "D12"]


def test_deadlines_of_workflows_agree(catalogue: Catalogue) -> None:
    """A rule of time in a workflow that has a term's code binds as the term does, and by the same line."""
    rules = [rule for kind in WORKFLOWS.values() for rule in kind.CASE.RULES if rule.code in catalogue.deadlines]
    assert {"D01", "D04", "D12"} <= {rule.code for rule in rules}
    for rule in rules:
        term = catalogue.deadlines[rule.code]
        assert (rule.strength, rule.basis) == (term.strength, f"l.{term.line}"), rule.code


EVIDENCE: dict[str, list[str]] = {
    "1.1.1": ["schedule"],
    "1.1.2": ["order", "work_plan?"],
    "1.1.3": ["url"],
    "1.2.1": ["url"],
    "1.2.2": ["protocol", "url"],
    "1.2.3": ["analytical_note"],
    "1.3.1": ["plan"],
    "1.3.2": ["url if published", "justification_note if withheld"],
    "1.3.3": ["monitoring_note"],
    "1.4.1": ["position_list"],
    "1.5.1": ["appendix 1"],
    "2.1.1": ["appendix 2", "letter of report", "talon of report", "reply if reply_received"],
    "2.2.1": ["appendix 2", "reconciliation_act 3"],
    "2.5.4": ["appendix 2", "handover_act if gift"],
    **{key: ["appendix 2"] for key in ["2.3.1", "2.3.2", "2.4.1", "2.5.1", "2.5.2", "2.5.3", "2.5.5"]},
    "3.1.1": ["info", "protocol", "url if published"],
    **{f"3.2.{number}": ["doc", "percent"] for number in range(1, 9)},
    "3.2.9": ["url if has_site", "familiarisation if no_site", "percent"],
    "3.3.1": ["info", "certificate"],
    "4.1.1": ["schedule", "info", "url of proof", "protocol of proof"],
    "4.1.2": ["appendix 4", "tech_specs"],
    "4.2.1": ["note", "certificate"],
    "4.2.2": ["agency_confirmation", "certificate?", "attachments?"],
    "4.2.3": ["appendix 5", "attachments"],
    "4.2.4": ["appendix 5", "attachments"],
    "4.3.1": ["appendix 6", "attachments"],
}
"""What proves each subtask (requirements §6a): with the form's number, "?" for optional, the condition, the group."""


def _told(subtask: Subtask) -> list[str]:
    told = []
    for rule in subtask.evidence:
        more = {
            EvidenceNeed.OPTIONAL: "?",
            EvidenceNeed.ONE_OF: f" of {rule.group}",
            EvidenceNeed.CONDITION: f" if {rule.when}",
        }
        told.append(rule.kind + (f" {rule.appendix}" if rule.appendix else "") + more.get(rule.need, ""))
    return told


def test_evidence(catalogue: Catalogue) -> None:
    """Each subtask is proved by what the Instruction asks: no more, no less, no other."""
    assert {subtask.code: _told(subtask) for subtask in catalogue.subtasks} == EVIDENCE


def test_forms_of_evidence(catalogue: Catalogue) -> None:
    """Links are links, percentages are computed, and only the Agency's confirmation is a confirmation."""
    for subtask in catalogue.subtasks:
        for rule in subtask.evidence:
            assert (rule.form is EvidenceForm.LINK) == (rule.kind == "url")
            assert (rule.form is EvidenceForm.DERIVED) == (rule.kind == "percent")
            assert (rule.form is EvidenceForm.CONFIRMATION) == (rule.kind == "agency_confirmation")
    inferred = [subtask.code for subtask in catalogue.subtasks for rule in subtask.evidence if rule.proposed]
    assert inferred == ["1.3.3", "4.2.2", "4.2.2"]


SIGNED: dict[Paper, list[str]] = {
    Paper.HEADS_ACT: ["1.1.2", "1.2.3", "1.3.1"],
    Paper.GENERAL: ["1.1.1", "1.2.2", "1.3.3", "1.4.1", "3.1.1", "3.3.1", "4.1.1", "4.2.1"],
    Paper.SECRECY_NOTE: ["1.3.2"],
    Paper.APPENDIX_1_2: [
        "1.5.1", "2.1.1", "2.3.1", "2.3.2", "2.4.1", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5",
    ],
    Paper.RECONCILIATION_ACT: ["2.2.1"],
    Paper.ETHICS_REPORT: ["4.2.3", "4.2.4"],
    Paper.GENERAL_FORM: ["4.3.1"],
    Paper.UNSIGNED_FORM: ["4.1.2"],
    Paper.KGS_DOCUMENT: [f"3.2.{number}" for number in range(1, 9)],
    Paper.AGENCY_CONFIRMATION: ["4.2.2"],
    Paper.LINK_ONLY: ["1.1.3", "1.2.1", "3.2.9"],
}  # fmt: skip
"""Which paper each subtask is signed as (requirements §4)."""


def test_signing(catalogue: Catalogue) -> None:
    """Each subtask is signed as the kind of paper that requirements §4 makes of it."""
    found = {paper: [s.code for s in catalogue.subtasks if s.signing is paper] for paper in Paper}
    assert found == SIGNED
    apart = {(s.code, rule.kind): rule.signing for s in catalogue.subtasks for rule in s.evidence if rule.signing}
    assert apart == {("2.2.1", "appendix"): Paper.APPENDIX_1_2, ("3.2.9", "familiarisation"): Paper.GENERAL}


OFTEN: dict[Every, list[str]] = {
    Every.YEAR: ["1.1.1", "1.1.2", "3.2.6", "3.3.1", "4.2.1"],
    Every.QUARTER: ["1.3.3", "3.1.1", "4.1.1"],
    Every.MONTH: ["4.2.3"],
    Every.ANALYSIS: ["1.1.3", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.4.1"],
    Every.FACT: ["2.1.1", "2.3.1", "2.3.2", "2.4.1", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5"],
    Every.MAINTAINED: [code for code in COMPLIANCE if code.startswith("3.2") and code != "3.2.6"],
    Every.NOT_STATED: ["1.5.1", "2.2.1", "4.1.2", "4.2.2", "4.2.4", "4.3.1"],
}


def test_recurrence(catalogue: Catalogue) -> None:
    """Each subtask recurs as often as the Instruction says."""
    assert {every: [s.code for s in catalogue.subtasks if s.recurrence.every is every] for every in Every} == OFTEN


def test_every_subtask_has_its_workflow(catalogue: Catalogue) -> None:
    """Every subtask is carried by a workflow; the entry of each is an action there."""
    carried = {subtask.code: subtask.workflow for subtask in (*catalogue.subtasks, *catalogue.rows)}
    expected = {"1": "risk_analysis", "2": "restriction_fact", "3": "subtask", "4": "subtask"}
    apart = {
        "1.1.1": "analysis_schedule",
        "1.5.1": "cartogram",
        "2.1.1": "offence_report",
        "2.2.1": "reconciliation",
        "2.3.1": "liability_check",
        "2.3.2": "superior_move",
        "2.4.1": "hired_offender",
    }
    assert carried == {code: apart.get(code, expected[code[0]]) for code in carried}
    for subtask in catalogue.subtasks:
        if subtask.entry and subtask.workflow in WORKFLOWS:
            assert subtask.entry in WORKFLOWS[subtask.workflow].ACTIONS, subtask.code


def test_scores(catalogue: Catalogue) -> None:
    """The nine documents are scored by the table of l.579: two points at 100 %, a tenth less of two for each 10 %."""
    assert [s.code for s in catalogue.subtasks if s.scoring] == [c for c in COMPLIANCE if c.startswith("3.2")]
    steps = [(step.percent, step.tenths) for step in catalogue.scoring["S1"].steps]
    assert steps == [(100, 20), (90, 18), (80, 16), (70, 14), (60, 12), (50, 10)]


def test_titles_for_people_are_mended(catalogue: Catalogue) -> None:
    """Where the Instruction lost a word its title is shown with it, and kept verbatim beside."""
    mended = catalogue.subtask("cartogram")
    assert "рисков на официальном" in mended.name("ru")
    assert "рисков официальном" in mended.title.ru
    assert mended.name("en") == mended.title.en
    assert catalogue.subtask("4.2.1").name("ru") == catalogue.subtask("4.2.1").title.ru


def test_types_are_named_by_group(catalogue: Catalogue) -> None:
    """Types that make up a group are named by it, the others beside it."""
    named = [words.en for words in catalogue.named([*LOCAL, Type.KGS])]
    assert named == ["local executive bodies", "quasi-state entity"]
    assert [words.en for words in catalogue.named(EVERYBODY)] == [
        "state bodies, organisations and quasi-state entities"
    ]


KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
MIXED = re.compile(r"[a-z](?=[а-яёәғқңөұүһі])|[а-яёәғқңөұүһі](?=[a-z])", re.IGNORECASE)


def _words(catalogue: Catalogue) -> list[Words]:
    found: list[Words] = [catalogue.instruction, catalogue.issuer, *catalogue.types.values(), *catalogue.roles.values()]
    for table in (
        catalogue.groups,
        catalogue.deadlines,
        catalogue.confidentiality,
        catalogue.scoring,
        catalogue.roll_up,
    ):
        found += [entry.title for entry in table.values()]
    for project in catalogue.projects:
        found += [project.title, *(task.title for task in project.tasks)]
    for subtask in (*catalogue.subtasks, *catalogue.rows):
        found += [subtask.title, *(rule.title for rule in subtask.evidence)]
        found += [words for words in (subtask.conditional, subtask.note) if words]
    return found


def test_all_words_are_in_three_languages(catalogue: Catalogue) -> None:
    """Kazakh is written in Kazakh letters and English in Latin ones; no word mixes alphabets."""
    words = _words(catalogue)
    assert len(words) > 200
    assert {one.kk for one in words if not KAZAKH.search(one.kk)} == {"аппарат басшысы", "отырыс хаттамасы"}
    for one in words:
        assert not re.search("[а-яё]", one.en, re.IGNORECASE), one.en
        assert len({one.ru, one.kk, one.en}) == 3
        assert not any(MIXED.search(text) for text in (one.ru, one.kk, one.en)), one
        assert not any(text != text.strip() or "  " in text or "ё" in text for text in (one.kk, one.en)), one
