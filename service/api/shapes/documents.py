"""Documents of an analysis, and the templates by which they are drawn up."""

from datetime import datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class TemplateField(Shape, frozen=True):
    """What a template may name: `group.name`, or a column of rows; what it means, and an example."""

    name: str
    meaning: str
    example: str


class TemplateRows(Shape, frozen=True):
    """Rows that a template goes through by `for`, and their columns."""

    name: str
    meaning: str
    columns: list[TemplateField]


class DocumentKind(Shape, frozen=True, kw_only=True):
    """A kind of document, the subtask that asks for it, the workflow of its cases, and what its templates may name."""

    kind: str
    title: str
    subtask: str
    workflow: str
    fields: list[TemplateField]
    rows: list[TemplateRows]


class DocumentKinds(Shape, frozen=True):
    """All kinds of document."""

    items: list[DocumentKind]
    languages: list[str]


class BlankField(Shape, frozen=True):
    """A field of which nothing is known yet."""

    name: str
    meaning: str


class CaseDocument(Shape, frozen=True, kw_only=True):
    """A document of a case: the version of its template (0: the service's own), what is blank in it, and where it is."""

    kind: str
    title: str
    subtask: str
    language: str
    template: int
    blanks: list[BlankField]
    href: str


class CaseDocuments(Shape, frozen=True):
    """The documents of a case."""

    items: list[CaseDocument]


class TemplateVersion(Shape, frozen=True, kw_only=True):
    """A template that somebody sent for a body; `in_force` says whether documents are drawn up by it now."""

    kind: str
    language: str
    number: int
    name: str
    sha256: str
    size: int
    needed: list[str]
    sent_by: UUID
    sent_at: datetime
    in_force: bool
    href: str


class TemplateUse(Shape, frozen=True):
    """That a version was put in force, 0 for the service's own: by whom, and since when."""

    kind: str
    language: str
    number: int
    decided_by: UUID
    since: datetime


class BodyTemplates(Shape, frozen=True):
    """The templates of a body, and what was put in force, the latest first."""

    items: list[TemplateVersion]
    uses: list[TemplateUse]
