"""What was found."""

from datetime import date

from service.api.shapes.shape import Shape


class SearchPiece(Shape, frozen=True):
    """Some letters of a text, `found` if they are what was looked for."""

    text: str
    found: bool


class SearchHit(Shape, frozen=True):
    """A case, an organisation, a person or a document.

    `id` is that of the case, or a code; `entry` the number of a document's entry in the history of its case, else 0. `title`, `detail`
    and `body` are texts in pieces; `state` is empty for what is no case.
    """

    kind: str
    id: str
    entry: int
    title: list[SearchPiece]
    detail: list[SearchPiece]
    body: list[SearchPiece]
    organization: str
    day: date
    subtask: str
    period: str
    state: str
    state_title: str
    closed: bool
    href: str


class SearchGroup(Shape, frozen=True):
    """What fits of a kind, the best first: `fitting` is how many do, at least so many if `more`; `next` leads on."""

    kind: str
    title: str
    fitting: int
    more: bool
    items: list[SearchHit]
    next: str | None


class SearchAnswer(Shape, frozen=True):
    """What fits, by kind. `loose` says that nothing has the very words, and what is given has words that begin so."""

    loose: bool
    groups: list[SearchGroup]
