"""What the page of a subtask says beside its history: who does what, what is still needed, what proves it, what was reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from events import subtask as happened
from events.upload import UploadReturned
from service.i18n import Translator
from service.person_names import person_name
from service.web.lookup import Names
from service.web.subtask_proofs import Piece, Report, figure, pieces, reports
from workflows.case import Case
from workflows.catalogue import Subtask
from workflows.machine import Action
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import may_be_held, people, posts
from workflows.subtask.evidence import attachable, missing
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.signing import paper
from workflows.subtask.uploading import answering_body, uploading_body

_UNSIGNED = {Paper.LINK_ONLY, Paper.UNSIGNED_FORM}
_RETURNS = (happened.SubtaskReturned, UploadReturned)
ASIDE = frozenset(
    {
        "defer",
        "declare_not_applicable",
        "waive",
        "declare_nil",
        "withdraw_entry",
        "withdraw_evidence",
        "lapse",
        "renew",
        "record_return",
        "correct",
    }
)
"""Actions that do not bring the work on its way."""


MOST_PIECES = 50
"""Pieces of evidence that the page shows; more are found in the history."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something to be done, or done already; `action` is what does it, with its query for the form."""

    text: str
    done: bool
    note: str = ""
    action: str = ""
    query: str = ""


@dataclass(frozen=True)
class SubtaskPage:
    """A subtask in one language, on a day, by the register of that day."""

    case: Case
    facts: SubtaskFacts
    register: Register
    names: Names
    t: Translator
    today: date

    @property
    def definition(self) -> Subtask:
        """What the Instruction says of it."""
        return self.facts.definition

    @property
    def title(self) -> str:
        """Its title."""
        return self.definition.name(self.t.language)

    @property
    def uploader(self) -> str:
        """The body that uploads, "" if there is none."""
        return uploading_body(self.case.organization, self.today, self.register)

    @property
    def uploads(self) -> str:
        """Say who uploads and why."""
        t, own = self.t, self.case.organization
        if not self.uploader:
            return t("Nobody: neither the organisation nor a body above it has an account in the Cross-platform.")
        if self.uploader == own:
            return t("The organisation itself: it has an account in the Cross-platform.")
        return t("{body}: the organisation has no account in the Cross-platform.", body=self.names(self.uploader))

    @property
    def signs(self) -> str:
        """Say who may sign here today, with their names where the register knows them."""
        signed, own = self.paper, self.case.organization
        if signed in _UNSIGNED:
            return self.t.code("Paper", signed)
        known: dict[str, list[str]] = {}
        for post, person in people(signed, own, self.today, self.register):
            known.setdefault(post, []).append(person_name(self.register, person, self.today, self.t))
        said = (
            f"{self.t.code('Post', post)} ({', '.join(known[post])})" if post in known else self.t.code("Post", post)
            for post in posts(signed, own, self.today, self.register)
            if may_be_held(own, post, self.today, self.register)
        )
        return "; ".join(said) or self.t.code("Paper", signed)

    @property
    def paper(self) -> Paper:
        """The paper that is signed here, by what was reported."""
        return paper(self.facts)

    @property
    def reviewing(self) -> str:
        """The body that accepts: the one above the body that uploaded, or is to upload; "" if there is none."""
        uploaded, own = self.facts.uploaded, self.case.organization
        answers = answering_body(own, uploaded, self.today, self.register) if uploaded else self.uploader
        return self.register.above(answers or own, self.today)

    @cached_property
    def needs(self) -> list[Need]:
        """Give the steps to the end of the work, those behind too."""
        return list(self._needs())

    def next(self, possible: Sequence[Action]) -> tuple[list[Action], list[Action]]:
        """Divide what may be done now: what brings the work on its way, the first step first, and the rest."""
        wanted = [need.action for need in self.needs if need.action and not need.done]
        if self.case.state == "returned":
            wanted.insert(0, "attach_evidence")
        forth = [
            a for a in possible if a.name not in ASIDE | {"set_upload_date", "extend_deadline", "name_responsible"}
        ]
        forth.sort(key=lambda action: wanted.index(action.name) if action.name in wanted else len(wanted))
        shown = [a for a in forth if a.name != "begin" or not self.facts.entries or self.case.state == "returned"]
        return shown, [a for a in possible if a not in shown and a.name != "correct"]

    @property
    def returned(self) -> str:
        """What the body above, or the Cross-platform, wants mended, "" if the evidence is not returned."""
        found = [e for e in self.case.history if isinstance(e, _RETURNS)]
        known = self.case.event(found[-1].originator_version) if found and self.case.state == "returned" else None
        return known.reason if isinstance(known, _RETURNS) else ""

    @property
    def awaited(self) -> list[str]:
        """Name the action that is awaited first, of whomever; nothing where all is done or put aside."""
        aside = self.case.state in {"not_applicable", "waived", "deferred"}
        return [] if aside else [need.action for need in self.needs if need.action and not need.done][:1]

    @property
    def turn(self) -> str:
        """The body whose turn it is."""
        awaits = self.reviewing if self.awaited == ["accept"] else ""
        return awaits or self.uploader or self.case.organization

    @cached_property
    def pieces(self) -> list[Piece]:
        """Give all evidence that was attached, withdrawn pieces too."""
        return pieces(self.case, self.facts, self.t)

    @property
    def hashes(self) -> set[str]:
        """The files that its evidence names."""
        named = (
            one
            for piece in self.newest
            for one in (piece.event.file, piece.event.publication and piece.event.publication.copy)
        )
        return {one for one in named if one}

    @property
    def newest(self) -> list[Piece]:
        """The evidence that is shown: all, but of very much the newest."""
        return self.pieces[-MOST_PIECES:]

    @cached_property
    def reports(self) -> list[Report]:
        """Give what was reported, as it is known now."""
        return reports(self.case, self.facts, self.t)

    @property
    def figure(self) -> str:
        """Say how far the quota of 4.2.1 or the publications of 3.2.9 are, "" for other subtasks."""
        return figure(self.facts, self.t)

    @property
    def positions(self) -> list[happened.RiskPosition]:
        """Give the positions that analyses found exposed to risk (4.2.4)."""
        return [row for rows in self.facts.positions.values() for row in rows]

    def _needs(self) -> Iterator[Need]:
        facts, t = self.facts, self.t
        if self.paper is Paper.AGENCY_CONFIRMATION:
            yield Need(
                t("Confirmation of the course by an officer of the Agency"),
                self.case.state == "confirmed",
                "",
                "confirm_course",
            )
            return
        done = t("Nothing to report was declared") if facts.nil else self.figure
        entry = self.definition.entry
        yield Need(t.code("action", entry), bool(facts.entries or facts.nil), done, entry)
        yield from self._evidence()
        signed = facts.signed
        if self.paper not in _UNSIGNED:
            yield Need(t("Signature"), signed is not None, self._signed_by() if signed else self.signs, "sign_evidence")
        uploaded = self._uploaded_by() if facts.uploaded else self.uploads
        yield Need(t("Upload to the Cross-platform"), facts.uploaded is not None, uploaded, "upload_evidence")
        above = self.reviewing
        yield Need(
            t("Acceptance by the body above"),
            self.case.state == "accepted",
            self.names(above) if above else "",
            "accept",
        )

    def _evidence(self) -> Iterator[Need]:
        """Give the kinds that are there, then those that are missing; of several any will do."""
        language, t = self.t.language, self.t
        kinds = attachable(self.definition)
        for kind in dict.fromkeys(piece.kind for piece in self.facts.evidence):
            if kind in kinds:
                yield Need(_capitalised(kinds[kind].title.of(language)), True)
        if self.facts.nil is None:
            for rules in missing(self.facts):
                said = f" {t('or')} ".join(rule.title.of(language) for rule in rules)
                yield Need(_capitalised(said), False, "", "attach_evidence", f"?kind={rules[0].kind}")

    def _uploaded_by(self) -> str:
        uploaded = self.facts.uploaded
        if uploaded is None:
            return ""
        body = self.names(uploaded.envelope.body) if uploaded.envelope.body else ""
        return ", ".join(filter(None, (body, self.t.plain(uploaded.uploaded_on))))

    def _signed_by(self) -> str:
        signed = self.facts.signed
        if signed is None:
            return ""
        signature, t = signed.signature, self.t
        name = person_name(self.register, signature.person, signed.signed_on, t) if signature.person else ""
        return ", ".join(filter(None, (t.code("Post", signature.post), name, t.plain(signed.signed_on))))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
