"""What a package for the Cross-platform holds and lacks: the list that goes with it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from service.api.shapes.shape import Shape


class PackageFile(Shape, frozen=True):
    """A paper or a link that proves a subtask: `file` is its place in the archive, "" of a link, `signatures` those that lie apart from it.

    `post` is the code of the signatory's, `post_title` its name in the language of the list.
    """

    subtask: str
    subtask_title: str
    period: str
    title: str
    file: str
    sha256: str
    size: int
    signatures: tuple[str, ...]
    link: str
    document_no: str
    document_date: date | None
    signatory: str
    post: str
    post_title: str
    signed_on: date | None
    uploaded_on: date | None
    case: UUID
    entry: int


class PackageLack(Shape, frozen=True):
    """What a subtask lacks: `what` names it in words, any one of the kinds of evidence in `any_of` will do; `case` is null where none is begun."""

    subtask: str
    subtask_title: str
    period: str
    code: str
    what: str
    any_of: tuple[str, ...]
    case: UUID | None


class PackageSealed(Shape, frozen=True):
    """A subtask whose other proofs are sealed, and in no package."""

    subtask: str
    subtask_title: str


class PackageManifest(Shape, frozen=True):
    """What a package is, holds and lacks."""

    organization: str
    organization_name: str
    year: int
    project: str
    project_title: str
    language: str
    files: Sequence[PackageFile]
    missing: Sequence[PackageLack]
    sealed: Sequence[PackageSealed]
