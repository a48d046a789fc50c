"""What proves a subtask: each paper and each link that its entries name, with who signed it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from events.event import CaseEvent
from events.organization import Post
from events.signature import Signature, paper_signed_on
from events.subtask import EvidenceAttached
from service.i18n import Translator
from service.web.entries import Shown, of_event
from service.web.person_names import person_name
from workflows.documented import Documented
from workflows.register import Register

_OWN_NUMBER = ("document_no", "number")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper (`sha256`) or a link: the entry that names it, its number and day, and who signed it, in which post and when.

    `kind` is the kind of evidence in the catalogue, where the entry says it. `made` is a form that the service makes of what was frozen.
    """

    case_id: UUID
    entry: int
    title: str
    kind: str = ""
    sha256: str = ""
    link: str = ""
    document_no: str = ""
    document_on: date | None = None
    signatory: str = ""
    post: Post | None = None
    signed_on: date | None = None
    made: bool = False


@dataclass(frozen=True)
class Reading:
    """Reads pieces from entries in a language, naming people by the register."""

    register: Register
    t: Translator

    def pieces(self, case_id: UUID, work: Documented) -> Iterator[Piece]:
        """Give the pieces of a subtask in the order of its entries."""
        for entry in work.entries:
            attached = entry if isinstance(entry, EvidenceAttached) else None
            signed = self._signed(entry) or (self._signed(work.signed) if work.signed else None)
            about = Piece(
                case_id,
                entry.originator_version,
                title="",
                kind=str(attached.kind) if attached else "",
                document_no=_number(entry),
                document_on=(attached.document_date if attached else None) or entry.occurred_on,
            )
            if signed:
                post, name, day = signed
                about = replace(about, post=post, signatory=name, signed_on=day)
            for title, file, link in _named(of_event(entry, self.t)):
                yield replace(about, title=attached.title if attached and file else title, sha256=file, link=link)

    def _signed(self, entry: CaseEvent) -> tuple[Post, str, date] | None:
        """Give who signed by an entry: whom it names, or whoever recorded their own signature, in which post and when."""
        named, role = getattr(entry, "signature", None), entry.envelope.role
        if isinstance(named, Signature):
            post, person = named.post, named.person or ""
        elif _is_signature(entry) and role in set(Post):
            post, person = Post(role), entry.envelope.person
        else:
            return None
        day = entry.occurred_on
        return post, person_name(self.register, person, day, self.t) if person else "", day


def _is_signature(entry: CaseEvent) -> bool:
    return getattr(type(entry), "FIRST_HEAD_SIGNS", False) or paper_signed_on(entry) is not None


def _number(entry: CaseEvent) -> str:
    names = [*_OWN_NUMBER, *(name for name in entry.facts() if name.endswith("_no"))]
    return next((str(value) for name in names if (value := getattr(entry, name, None))), "")


def _named(shown: Iterable[Shown]) -> Iterator[tuple[str, str, str]]:
    """Give title, file and link of whatever names one, in rows of fields, too."""
    for one in shown:
        yield from ((one.title, sha256, "") for sha256 in one.files)
        if one.link:
            yield one.title, "", one.link
        for row in one.rows:
            yield from _named(row)
