"""How each subtask of Projects 3 and 4 is done rightly: by whom, with which data, evidence and signature."""

from dataclasses import dataclass, field
from typing import Any

from tests.workflows.scenario import Scenario
from tests.workflows.subtask.world import POSTS, SUPERVISOR, assigned, officer
from workflows.actor import Actor
from workflows.register import Register

FILE = "a" * 64
PAGE = {"address": "https://company.example.kz/1", "channel": "website", "published_on": "2024-05-17"}
REVIEWER = "reviewer"


@dataclass(frozen=True)
class Walk:
    """One subtask from its assignment to its end.

    `reports` are the actions and data that report the work, `evidence` the kinds to attach ("url" is a publication, all
    others files), `post` signs (None: nobody does), `uploader` uploads, `above` accepts ("agency": its supervisors, since
    nobody stands above); `day` is when it all is recorded. `remarks` are all that it bears at its end.
    """

    subtask: str
    body: str
    period: str
    reports: tuple[tuple[str, dict[str, Any]], ...]
    evidence: tuple[str, ...]
    post: str | None
    uploader: str
    above: str
    day: str = "2024-12-17"
    judged: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def reviewer(self) -> Actor:
        """Whoever accepts it."""
        return SUPERVISOR if self.above == "agency" else officer(self.above)

    @property
    def signatory(self) -> dict[str, str]:
        """Who signs, by name where the register knows posts: for a department of a district, those of the akimat, too."""
        bodies = (self.body, "district") if self.body == "section" else (self.body,)
        held = [person for body in bodies for _, post, person in POSTS.get(body, ()) if post == self.post]
        return {"person": held[0]} if held else {}

    @property
    def performer(self) -> Actor:
        """An official who does it."""
        return officer(self.uploader)

    def given(self, register: Register) -> Scenario:
        """Give it assigned."""
        return assigned(self.subtask, self.body, self.period, register, upload_by="2024-12-20")

    def reported(self, register: Register) -> Scenario:
        """Give it with the work reported."""
        scenario = self.given(register)
        for action, data in self.reports:
            scenario.do(action, self.performer, self.day, **data)
        return scenario

    def proved(self, register: Register) -> Scenario:
        """Give it with the evidence attached."""
        scenario = self.reported(register)
        for kind in self.evidence:
            attach(scenario, kind, self.performer, self.day)
        return scenario

    def signed(self, register: Register) -> Scenario:
        """Give it signed, if it is signed at all."""
        scenario = self.proved(register)
        return sign(scenario, self.post, self.performer, self.day, **self.signatory) if self.post else scenario

    def uploaded(self, register: Register) -> Scenario:
        """Give it uploaded."""
        return self.signed(register).do("upload_evidence", self.performer, self.day, uploaded_on=self.day)


def attach(scenario: Scenario, kind: str, by: Actor, day: str) -> Scenario:
    """Attach evidence of a kind."""
    proof = {"publication": PAGE} if kind == "url" else {"file": FILE}
    rest = {"title": kind, "attached_on": day, "no_state_secrets": True}
    return scenario.do("attach_evidence", by, day, kind=kind, **rest, **proof)


def sign(scenario: Scenario, post: str, by: Actor, day: str, **more: Any) -> Scenario:
    """Record a signature."""
    return scenario.do("sign_evidence", by, day, signed_on=day, signature={"post": post, **more})


def _document(subtask: str, **more: Any) -> Walk:
    data = {"title": "Документ", "document_no": "18-П", "approved_on": "2024-03-12", **more}
    reports = (("confirm_document", data),)
    return Walk(subtask, "company", "2024", reports, ("doc",), "approving_body", "company", "department")


_TRAINEE = {
    "position": "Главный специалист",
    "provider": "Академия",
    "course": "Противодействие коррупции",
    "began_on": "2024-04-08",
    "ended_on": "2024-04-12",
    "certificate_no": "К-1",
}
TRAINED: dict[str, Any] = {
    "reported_on": "2024-12-02",
    "staff": 40,
    "trainees": [_TRAINEE | {"name": name} for name in ("А", "Б")],
}
ETHICS_EVENT: dict[str, Any] = {
    "held_on": "2024-05-22",
    "format": "offline",
    "topics": ["restrictions"],
    "units": ["Аппарат"],
    "participants": 57,
    "work_done": "Разобраны случаи",
}
SOCIAL_ORDER: dict[str, Any] = {
    "reported_on": "2024-12-02",
    "total": 900,
    "anticorruption": 30,
    "breakdown": [{"unit": "Управление внутренней политики", "amount": 20}, {"unit": "Город", "amount": 10}],
    "total_of_year": 900,
    "anticorruption_of_year": 30,
    "total_of_next_year": 950,
    "anticorruption_of_next_year": 35,
}
PUBLISHED: dict[str, Any] = {
    "reported_on": "2024-04-05",
    "documents": [
        {"document": f"3.2.{n}", "address": f"https://company.example.kz/{n}", "published_on": "2024-04-02"}
        for n in range(1, 9)
    ],
}

WALKS = (
    Walk(
        "3.1.1", "company", "2024Q2",
        (("record_training", {"held_on": "2024-05-16", "topic": "Конфликт интересов", "participants": 34}),),
        ("info", "protocol"), "first_head", "company", "department", judged={"D16": "met", "D23": "met"},
    ),
    _document("3.2.1"),
    _document("3.2.2", contents=["goals", "principles", "measures", "liability"]),
    *(_document(f"3.2.{number}") for number in (3, 4, 6, 7, 8)),
    _document("3.2.5", public_took_part=True),
    Walk("3.2.9", "company", "2024", (("record_publication", PUBLISHED),), (), None, "company", "department"),
    Walk(
        "3.3.1", "company", "2024",
        (
            (
                "record_certificates",
                {
                    "reported_on": "2024-12-02",
                    "certificates": [
                        {"standard": "st_rk_iso_37001", "number": "KZ.1", "issued_on": "2024-06-14", "body": "ТОО"}
                    ],
                },
            ),
        ),
        ("info", "certificate"), "deputy_head", "company", "department",
    ),
    Walk(
        "4.1.1", "district", "2024Q2",
        (("record_sitting", {"held_on": "2024-05-30", "number": "2", "agenda": ["О закупках"]}),),
        ("schedule", "info", "protocol"), "district_akim", "district", "oblast", judged={"D17": "met"},
    ),
    Walk(
        "4.1.2", "district", "2024", (("report_social_order", SOCIAL_ORDER),), ("tech_specs",), "apparatus_head",
        "district", "oblast",
    ),
    Walk(
        "4.2.1", "district", "2024",
        (("record_trainees", TRAINED),),
        ("note", "certificate"), "district_akim", "district", "oblast", judged={"D18": "met"},
    ),
    Walk(
        "4.2.3", "district", "2024-05",
        (("record_ethics_event", ETHICS_EVENT),),
        ("attachments",), "ethics_officer", "district", "oblast", judged={"D19": "met"},
    ),
    Walk(
        "4.2.4", "district", "2024",
        (
            (
                "record_prevention",
                {"done_on": "2024-06-05", "name": "А. Б.", "position": "Специалист", "work_done": "Беседа"},
            ),
        ),
        ("attachments",), "ethics_officer", "district", "oblast", remarks=("position_not_in_list",),
    ),
    Walk(
        "4.3.1", "district", "2024",
        (
            (
                "record_propaganda",
                {
                    "kind": "life_situation", "subject": "Разрешение на строительство", "measure": "Встреча",
                    "held_on": "2024-09-18", "held_at": "15:00", "evidence_address": "https://kz2050.gov.kz/1",
                },
            ),
        ),
        ("attachments",), "apparatus_head", "district", "oblast",
    ),
    Walk(
        "4.1.1", "oblast", "2024Q4",
        (("record_sitting", {"held_on": "2024-11-28", "number": "4", "agenda": ["О плане"]}),),
        ("schedule", "info", "url"), "deputy_head", "oblast", "agency", judged={"D17": "met"},
    ),
    Walk(
        "4.1.2", "department", "2024", (("report_social_order", SOCIAL_ORDER),), ("tech_specs",), None, "department",
        "oblast", remarks=("form_not_signed",),
    ),
    Walk(
        "4.2.1", "ministry", "2024", (("record_trainees", {**TRAINED, "staff": 41}),), ("note", "certificate"),
        "apparatus_head", "ministry", "agency", judged={"D18": "open"}, remarks=("quota_not_reached",),
    ),
    Walk(
        "4.2.3", "committee", "2024-05", (("record_ethics_event", ETHICS_EVENT),), ("attachments",), "ethics_officer",
        "committee", "ministry", judged={"D19": "met"},
    ),
    Walk(
        "4.3.1", "territorial", "2024",
        (
            (
                "record_propaganda",
                {
                    "kind": "legal_act", "subject": "Правила приёма", "measure": "Статья", "held_on": "2024-09-18",
                    "held_at": "10:00", "evidence_address": "https://kz2050.gov.kz/2", "act_approved_on": "2024-08-01",
                },
            ),
        ),
        ("attachments",), "first_head", "committee", "ministry",
    ),
    Walk(
        "4.2.1", "section", "2024", (("record_trainees", TRAINED),), ("note", "certificate"), "first_head", "district",
        "oblast", judged={"D18": "met"}, remarks=("signed_by_head_of_department",),
    ),
    Walk(
        "4.2.3", "section", "2024-05", (("record_ethics_event", ETHICS_EVENT),), ("attachments",), "ethics_officer",
        "district", "oblast", judged={"D19": "met"},
    ),
    Walk(
        "3.2.9", "waterworks", "2024",
        (("record_publication", {"reported_on": "2024-04-05", "familiarised_on": "2024-04-01", "employees": 120}),),
        ("familiarisation",), "deputy_head", "department", "oblast",
    ),
    Walk(
        "3.1.1", "waterworks", "2024Q2",
        (("record_training", {"held_on": "2024-05-16", "topic": "Подарки", "participants": 12}),),
        ("info", "protocol"), "first_head", "department", "oblast",
    ),
)  # fmt: skip
