"""The machine of subtasks against a plain model, over long random lives."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events.case import FactCorrected
from tests.workflows.subtask.walks import FILE, PAGE, WALKS, Walk
from tests.workflows.subtask.world import SUPERVISOR, country, officer
from workflows.refusals import Invalid, Refused, WrongOrder
from workflows.subtask.evidence import missing

REGISTER = country()
DAY = "2024-12-17"
BY_CODE = {walk.subtask: walk for walk in WALKS if walk.body in {"company", "district"}}
UNSIGNED = {"3.2.9"}
MAY_STAY_UNSIGNED = {"3.2.9", "4.1.2"}
NO_EVIDENCE = 999
OPEN = {"assigned", "in_work", "evidence_attached", "returned", "lapsed"}


class Life(RuleBasedStateMachine):
    """One subtask, treated at random by those who may; the model knows which evidence is there and where it stands."""

    @initialize(code=st.sampled_from(sorted(BY_CODE)))
    def assign(self, code: str) -> None:
        """Begin."""
        self.walk: Walk = BY_CODE[code]
        self.scenario = self.walk.given(REGISTER)
        self.state, self.reported, self.version = "assigned", 0, 1
        self.evidence: dict[int, str] = {}

    def done(self, action: str, by: Any, expected: str | type[Refused], **data: Any) -> bool:
        """Try an action; `expected` is the state it leads to, or how it is refused."""
        if isinstance(expected, type):
            with pytest.raises(expected):
                self.scenario.do(action, by, DAY, **data)
            return False
        self.scenario.do(action, by, DAY, **data)
        assert self.scenario.case.state == expected, action
        self.state, self.version = expected, self.version + 1
        return True

    @rule()
    def report(self) -> None:
        """Report the work."""
        action, data = self.walk.reports[0]
        at_work = {"evidence_attached": "evidence_attached"}.get(self.state, "in_work")
        expected = at_work if self.state in OPEN else WrongOrder
        self.reported += self.done(action, self.walk.performer, expected, **data)

    @rule(data=st.data())
    def attach(self, data: st.DataObject) -> None:
        """Attach evidence that is asked for, or a wrong kind."""
        kind = data.draw(st.sampled_from([*self.walk.evidence, "tech_specs", "certificate"]))
        proof = {"publication": PAGE} if kind == "url" else {"file": FILE}
        named = kind in {rule_.kind for rule_ in self.scenario.case.facts.definition.evidence}
        expected: str | type[Refused] = "evidence_attached" if named else Invalid
        if self.state not in OPEN:
            expected = WrongOrder
        rest = {"kind": kind, "title": kind, "attached_on": DAY, "no_state_secrets": True}
        if self.done("attach_evidence", self.walk.performer, expected, **rest, **proof):
            self.evidence[self.version] = kind

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Withdraw a piece of evidence, or what is none."""
        number = data.draw(st.sampled_from([*self.evidence, NO_EVIDENCE]))
        expected: str | type[Refused] = self.state if number in self.evidence else Invalid
        if self.state not in {"evidence_attached", "in_work", "returned"}:
            expected = WrongOrder
        given = {"withdraws": number, "withdrawn_on": DAY, "reason": "Не тот файл"}
        if self.done("withdraw_evidence", self.walk.performer, expected, **given):
            del self.evidence[number]

    def complete(self) -> bool:
        """Whether everything that the walk shows to be needed is there."""
        return self.reported > 0 and set(self.walk.evidence) <= set(self.evidence.values())

    @rule()
    def sign(self) -> None:
        """Sign."""
        expected: str | type[Refused] = "signed" if self.complete() else Invalid
        if self.walk.subtask in UNSIGNED or self.state not in {"in_work", "evidence_attached"}:
            expected = Refused if self.walk.subtask in UNSIGNED else WrongOrder
        signature = {"post": self.walk.post or "first_head", **self.walk.signatory}
        self.done("sign_evidence", self.walk.performer, expected, signed_on=DAY, signature=signature)

    @rule()
    def upload(self) -> None:
        """Upload."""
        expected: str | type[Refused] = Refused
        if self.state == "signed":
            expected = "uploaded"
        elif self.state in {"in_work", "evidence_attached"} and self.walk.subtask in MAY_STAY_UNSIGNED:
            expected = "uploaded" if self.complete() else Invalid
        self.done("upload_evidence", self.walk.performer, expected, uploaded_on=DAY)

    @rule(accept=st.booleans())
    def review(self, accept: bool) -> None:
        """Accept it or send it back."""
        above = officer(self.walk.above)
        if accept:
            self.done("accept", above, "accepted" if self.state == "uploaded" else WrongOrder, accepted_on=DAY)
        else:
            expected = "returned" if self.state in {"uploaded", "accepted"} else WrongOrder
            self.done("send_back", above, expected, returned_on=DAY, reason="Скан без подписи")

    @rule()
    def give_back(self) -> None:
        """Record that the Cross-platform gave it back."""
        expected = "returned" if self.state in {"uploaded", "accepted"} else WrongOrder
        self.done("record_return", self.walk.performer, expected, returned_on=DAY, reason="Скан без подписи")

    @rule()
    def lapse(self) -> None:
        """Let the document lapse."""
        expected: str | type[Refused] = Refused
        if self.state in {"uploaded", "accepted"} and self.walk.subtask.startswith("3.2."):
            expected = "lapsed"
        if self.done("lapse", self.walk.performer, expected, lapsed_on=DAY, reason="Истёк срок"):
            self.reported, self.evidence = 0, {}

    @rule()
    def renew(self) -> None:
        """Replace the document while it is in force."""
        expected: str | type[Refused] = Refused
        if self.state in {"uploaded", "accepted"} and self.walk.subtask.startswith("3.2."):
            expected = "in_work"
        if self.done("renew", self.walk.performer, expected, begun_on=DAY, reason="Новая редакция"):
            self.reported, self.evidence = 0, {}

    @rule(way=st.sampled_from(("defer", "declare_not_applicable", "waive")))
    def put_aside(self, way: str) -> None:
        """Put it aside."""
        untouched = {"assigned", "in_work", "evidence_attached", "returned"}
        more = {
            "defer": ("deferred", untouched, {"deferred_on": DAY, "until": "2024-12-31"}),
            "declare_not_applicable": ("not_applicable", untouched | {"deferred", "lapsed"}, {"declared_on": DAY}),
            "waive": ("waived", untouched | {"deferred", "lapsed"}, {"waived_on": DAY, "decision_no": "1"}),
        }
        target, possible, data = more[way]
        self.done(
            way,
            SUPERVISOR,
            target if self.state in possible else WrongOrder,
            **data,
            reason="Причина",
        )

    @rule()
    def reopen(self) -> None:
        """Take it up again."""
        expected = "in_work" if self.state in {"signed", "deferred", "not_applicable", "waived"} else WrongOrder
        by = SUPERVISOR if self.state in {"not_applicable", "waived"} else self.walk.performer
        self.done("reopen", by, expected, reopened_on=DAY, reason="Причина")

    @invariant()
    def it_is_what_its_events_say(self) -> None:
        """The case folded anew from its events is the case."""
        case = self.scenario.case
        again = type(case).blank(case.id, case.organization)
        for event in case.history:
            event.mutate(again)
        assert (again.state, again.facts, again.deadlines) == (case.state, case.facts, case.deadlines)
        assert case.version == self.version == len(case.history)
        assert not any(isinstance(event, FactCorrected) for event in case.history)

    @invariant()
    def evidence_is_what_was_attached(self) -> None:
        """What counts is what was attached and not withdrawn; what is missing agrees with the model."""
        facts = self.scenario.case.facts
        assert sorted(str(piece.kind) for piece in facts.evidence) == sorted(self.evidence.values())
        if self.reported:
            assert bool(missing(facts)) is not self.complete()


TestSubtask = Life.TestCase
TestSubtask.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
