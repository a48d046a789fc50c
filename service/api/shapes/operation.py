"""Health and problems."""

from service.api.shapes.shape import Shape


class Alive(Shape, frozen=True):
    """The process answers."""

    alive: bool


class Ready(Shape, frozen=True):
    """Whether the service can work, and what hinders it.

    `chores` names the recurring work that failed when it was last tried, `mail` says if the mail server does not take mail from us:
    that hinders nobody's requests.
    """

    ready: bool
    database: str
    projections: str
    clock: str
    chores: str
    mail: str


class ProblemKind(Shape, frozen=True):
    """What a type of problem means and what to do."""

    type: str
    title: str
    status: int
    advice: str


class Wrong(Shape, frozen=True, omit_defaults=True):
    """One thing wrong: in the body (`pointer`), in the query (`parameter`), or in a table (`row`, `column`, `heading`)."""

    detail: str
    pointer: str = ""
    parameter: str = ""
    row: int = 0
    column: str = ""
    heading: str = ""


class Problem(Shape, frozen=True, omit_defaults=True, kw_only=True):
    """An RFC 9457 problem. `errors`, `state` and `possible`, `current_version` come with the types that have them.

    `case` leads to the case that there is already. Of a table, `wrong` counts the errors, of which `errors` holds the first, and `rows` its rows.
    """

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[Wrong] = []
    state: str = ""
    possible: list[str] = []
    current_version: int = 0
    case: str = ""
    rows: int = 0
    wrong: int = 0
