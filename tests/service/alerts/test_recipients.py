"""Who is told: those who act in a capacity today, who stands in for them, and the next above where nobody has an account."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from events.organization import OrganizationType as T
from service.access import Account
from service.alerts.line import Line, Matter, departments, paper_of
from service.alerts.notice import Capacity
from service.alerts.recipients import Reader, Recipients, Told
from tests.service.alerts.made import nobodys_access
from tests.workflows.organization.country import Country
from workflows.actor import Actor, Post, Role
from workflows.signatories import Paper

TODAY = date(2024, 6, 3)
AKIMAT, BODY, SCHOOL, DISTRICT, SECTION = (
    "almaty",
    "almaty.education",
    "almaty.school",
    "almaty.ili",
    "almaty.ili.finance",
)
FIRST = (Capacity.RESPONSIBLE, Capacity.SIGNATORY, Capacity.UPLOADER)
_BODIES = (
    (AKIMAT, T.OBL, "", "KZ-19", True),
    (BODY, T.UPR, AKIMAT, "KZ-19", True),
    (SCHOOL, T.ORG, BODY, "KZ-19", False),
    (DISTRICT, T.RAY, AKIMAT, "KZ-19", True),
    (SECTION, T.OTD, DISTRICT, "KZ-19", False),
    ("agency", T.AGN, "", "KZ-71", True),
    ("agency.almaty", T.AGT, "agency", "KZ-19", True),
    ("agency.akmola", T.AGT, "agency", "KZ-11", True),
)


class People:
    """A country, and accounts named "role@body"."""

    def __init__(self, *names: str) -> None:
        self.country = Country()
        for code, kind, parent, region, uploads in _BODIES:
            self.country.enter(code, kind.value, parent, region=region, account=uploads)
        self.accounts: dict[str, Account] = {}
        self.absent: dict[str, str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str, person: str = "") -> None:
        """Make an account: of an officer, a supervisor, or a signatory who holds the post of that name."""
        what, _, body = name.partition("@")
        what = what.partition("-")[0]
        role = Role(what) if what in {"officer", "supervisor"} else Role.SIGNATORY
        post = Post(what) if role is Role.SIGNATORY else None
        self.accounts[name] = Account(uuid.uuid4(), name, name, role, body, post, person=person)

    def recipients(self) -> Recipients:
        """Find recipients among them."""
        by_body: dict[str, list[Account]] = {}
        for account in self.accounts.values():
            by_body.setdefault(account.organization, []).append(account)
        supervisors = [one for one in self.accounts.values() if one.role is Role.SUPERVISOR]
        register = self.country.register
        line = Line(register, TODAY, by_body, supervisors, departments(register, TODAY))
        absent = {self.accounts[name].id: self.accounts[other].id for name, other in self.absent.items()}
        return Recipients(nobodys_access(), line, absent, {one.id: one for one in self.accounts.values()})

    def found(
        self, body: str, *capacities: Capacity, paper: Paper = Paper.GENERAL, clearance: str = ""
    ) -> list[tuple[str, str]]:
        """Who is told of a matter, by name, and as what."""
        return self.named(self.recipients().of(Matter(body, paper, clearance), capacities).readers)

    def named(self, readers: Sequence[Reader]) -> list[tuple[str, str]]:
        """Name readers."""
        names = {account.id: name for name, account in self.accounts.items()}
        return [(names[one.account], one.capacity) for one in readers]


def test_the_officers_of_the_body_are_responsible() -> None:
    """All of them, and nobody of another body."""
    people = People(f"officer-1@{BODY}", f"officer-2@{BODY}", f"first_head@{BODY}", f"officer@{AKIMAT}")
    found = people.found(BODY, Capacity.RESPONSIBLE)
    assert found == [(f"officer-1@{BODY}", "responsible"), (f"officer-2@{BODY}", "responsible")]


def test_whoever_signs_the_paper_is_told_as_signatory() -> None:
    """The posts are those of the paper that the subtask ends in; where nobody signs, nobody is told, and nobody above."""
    people = People(f"first_head@{BODY}", f"ethics_officer@{BODY}", f"apparatus_head@{BODY}", f"officer@{AKIMAT}")
    assert people.found(BODY, Capacity.SIGNATORY, paper=Paper.ETHICS_REPORT) == [
        (f"ethics_officer@{BODY}", "signatory")
    ]
    general = people.found(BODY, Capacity.SIGNATORY)
    assert general == [(f"first_head@{BODY}", "signatory"), (f"apparatus_head@{BODY}", "signatory")]
    assert people.found(BODY, Capacity.SIGNATORY, paper=Paper.LINK_ONLY) == []
    assert (paper_of("1.5.1", 2024), paper_of("", 2024)) == (Paper.APPENDIX_1_2, Paper.GENERAL)


def test_for_a_section_of_an_akimat_those_sign_whom_it_has_there() -> None:
    """A department of a district has its akim (l.45), and the head of his apparatus."""
    people = People(f"district_akim@{DISTRICT}", f"apparatus_head@{DISTRICT}", f"deputy_head@{DISTRICT}")
    found = {name for name, _ in people.found(SECTION, Capacity.SIGNATORY)}
    assert found == {f"district_akim@{DISTRICT}", f"apparatus_head@{DISTRICT}"}
    assert people.found(SECTION, Capacity.APPARATUS) == [(f"apparatus_head@{DISTRICT}", "apparatus")]


def test_for_a_body_without_an_account_the_one_above_uploads() -> None:
    """RU-U1 to RU-U3: the school's evidence is uploaded by the department."""
    people = People(f"officer@{BODY}", f"officer@{SCHOOL}")
    assert people.found(SCHOOL, Capacity.UPLOADER) == [(f"officer@{BODY}", "uploader")]
    assert people.found(SCHOOL, Capacity.RESPONSIBLE, Capacity.UPLOADER) == [
        (f"officer@{SCHOOL}", "responsible"),
        (f"officer@{BODY}", "uploader"),
    ]


def test_without_a_head_of_the_apparatus_the_first_head_is_told() -> None:
    """Where there is one, the first head is not."""
    people = People(f"first_head@{BODY}")
    assert people.found(BODY, Capacity.APPARATUS) == [(f"first_head@{BODY}", "apparatus")]
    people.add(f"apparatus_head@{BODY}")
    assert people.found(BODY, Capacity.APPARATUS) == [(f"apparatus_head@{BODY}", "apparatus")]


def test_the_anti_corruption_body_is_its_department_of_the_region() -> None:
    """Not that of another region; where it has no account, the supervisors."""
    people = People("officer@agency.akmola", "supervisor@agency")
    assert people.found(BODY, Capacity.AGENCY) == [("supervisor@agency", "agency")]
    people.add("officer@agency.almaty")
    assert people.found(BODY, Capacity.AGENCY) == [("officer@agency.almaty", "agency")]


def test_where_nobody_has_an_account_the_next_above_is_told() -> None:
    """Step by step up to the supervisors; as what they are told says that it is in nobody's place."""
    people = People("supervisor@agency")
    for name, capacity in (
        ("supervisor@agency", "agency"),
        ("officer@agency.almaty", "agency"),
        (f"officer@{AKIMAT}", "superior"),
        (f"officer@{BODY}", "superior"),
        (f"first_head@{SCHOOL}", "apparatus"),
    ):
        if name not in people.accounts:
            people.add(name)
        assert people.found(SCHOOL, Capacity.RESPONSIBLE) == [(name, capacity)]
    told = people.recipients().of(Matter(SCHOOL, Paper.GENERAL, ""), FIRST)
    assert told.unreached == {Capacity.RESPONSIBLE: Capacity.APPARATUS}
    assert People().recipients().of(Matter(SCHOOL, Paper.GENERAL, ""), FIRST) == Told((), dict.fromkeys(FIRST))


def test_one_person_is_told_once() -> None:
    """In several capacities as the first of them, and with several accounts in the first."""
    people = People(f"officer@{BODY}")
    people.add(f"first_head@{BODY}", "p-1")
    people.add(f"apparatus_head@{BODY}", "p-1")
    found = people.found(BODY, *FIRST, Capacity.APPARATUS)
    assert found == [(f"officer@{BODY}", "responsible"), (f"first_head@{BODY}", "signatory")]


def test_of_what_is_sealed_only_the_cleared_are_told() -> None:
    """Nobody by role: neither those who would be told otherwise, nor those above them."""
    people = People(f"officer@{BODY}", f"first_head@{BODY}", f"officer@{AKIMAT}", "supervisor@agency")
    people.add(f"officer-cleared@{BODY}", "p-cleared")
    people.country.person("p-cleared")
    head = Actor("head", Role.SIGNATORY, BODY, T.UPR, Post.FIRST_HEAD)
    listed = {"clearance": "C4", "since": TODAY.isoformat(), "order_no": "12", "people": ["p-cleared"]}
    people.country.do(BODY, "approve_access", head, **listed)
    assert people.found(BODY, Capacity.RESPONSIBLE, clearance="C4") == [(f"officer-cleared@{BODY}", "responsible")]
    assert people.found(BODY, Capacity.AGENCY, clearance="C4") == []
    people.absent = {f"officer-cleared@{BODY}": f"officer@{BODY}"}
    assert people.found(BODY, Capacity.RESPONSIBLE, clearance="C4") == [(f"officer-cleared@{BODY}", "responsible")]


def test_a_substitute_is_told_in_place_of_whoever_is_absent() -> None:
    """And the substitute's substitute, if both are absent; the notice names the first."""
    people = People(f"officer@{BODY}", f"officer-2@{BODY}", f"officer-3@{BODY}", f"first_head@{BODY}")
    first, second, third = (people.accounts[f"officer{n}@{BODY}"] for n in ("", "-2", "-3"))
    people.absent = {first.name: "officer-2@" + BODY, second.name: "officer-3@" + BODY}
    told = people.recipients().of(Matter(BODY, Paper.GENERAL, ""), [Capacity.RESPONSIBLE])
    assert told.readers == (Reader(third.id, Capacity.RESPONSIBLE, first.id),)
    people.absent = {f"first_head@{BODY}": first.name}
    told = people.recipients().of(Matter(BODY, Paper.GENERAL, ""), [Capacity.SIGNATORY])
    assert told.readers == (Reader(first.id, Capacity.SIGNATORY, people.accounts[f"first_head@{BODY}"].id),)


def test_the_absent_one_is_named_in_their_own_capacity() -> None:
    """After a hand-over the substitute is responsible in her own right, and in the leaver's place as who uploads alone."""
    people = People(f"officer@{BODY}", f"officer-2@{BODY}", f"first_head@{BODY}")
    leaver, heir = (people.accounts[f"officer{n}@{BODY}"] for n in ("", "-2"))
    people.absent = {leaver.name: heir.name}
    handed_over = Matter(BODY, Paper.GENERAL, "", heir.id)
    alone = people.recipients().of(handed_over, [Capacity.RESPONSIBLE])
    assert alone.readers == (Reader(heir.id, Capacity.RESPONSIBLE),)
    told = people.recipients().of(handed_over, FIRST)
    assert told.readers[0] == Reader(heir.id, Capacity.RESPONSIBLE, leaver.id, Capacity.UPLOADER)
    before = people.recipients().of(replace(handed_over, responsible=leaver.id), FIRST)
    assert before.readers[0] == Reader(heir.id, Capacity.RESPONSIBLE, leaver.id)


def test_without_a_substitute_who_has_an_account_the_absent_one_is_told() -> None:
    """Nobody is left out because the account of whoever stands in was ended, or because all stand in for each other."""
    people = People(f"officer@{BODY}", f"officer-2@{BODY}")
    first, second = (people.accounts[f"officer{n}@{BODY}"] for n in ("", "-2"))
    found = people.recipients()
    gone = Recipients(found.access, found.line, {first.id: uuid.uuid4()})
    assert Reader(first.id, Capacity.RESPONSIBLE) in gone.of(Matter(BODY, Paper.GENERAL, ""), FIRST).readers
    circle = Recipients(found.access, found.line, {first.id: second.id, second.id: first.id}, found.standing_in)
    readers = circle.of(Matter(BODY, Paper.GENERAL, ""), [Capacity.RESPONSIBLE]).readers
    assert readers == (Reader(first.id, Capacity.RESPONSIBLE), Reader(second.id, Capacity.RESPONSIBLE))
