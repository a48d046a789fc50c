"""What can go wrong for a caller, as RFC 9457 problems: one table from exceptions to status, type and title."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from psycopg import InterfaceError, OperationalError
from psycopg.errors import UndefinedColumn, UndefinedTable
from psycopg_pool import PoolTimeout, TooManyRequests

from events.store.save import Rejected, Unavailable, UnknownOutcome
from events.text import Text, msg
from projections.page import BadCursor
from service.access import TooManyAttempts
from service.conflicts import AlreadyOpen, Stale
from service.documents.refusals import TooMuchToFill
from service.exports.refusals import NotReady, TooLong, TooLongInMemory, TooLongToPrint, TooManyExports
from service.exports.refusals import TooLarge as ExportTooLarge
from service.files import FileRefused, FileTooLarge
from service.forms.refusals import SameAgain
from service.freshness import Behind
from service.i18n import Translator
from service.imports import RowError, RowsInvalid
from service.organizations import AlreadyRegistered
from service.problem_kinds import INTERNAL, RENEWED, UNAVAILABLE, Kind
from service.recall import KeyReused
from service.register import RegisterBusy
from workflows.calendar import OutsideCalendar
from workflows.organization import Outdated
from workflows.refusals import Invalid, NotPermitted, Refused, Unknown, WrongOrder

ADDRESS = "/api/v1/problems/"
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 2
"""Seconds after which it is worth trying again when the database was away."""


class BadRequest(Refused):
    """The request is not what HTTP or JSON wants."""


class Unauthenticated(Refused):
    """Nobody knows who is asking."""


class OutOfScope(Refused):
    """The caller may not see this."""


class VersionMissing(Refused):
    """A change without saying what it is a change of."""


class TooLarge(Refused):
    """The body is larger than the service takes."""


class WrongMediaType(Refused):
    """The body is not JSON."""


class LookingBack(Refused):
    """Something was to be recorded by whoever looks at a past day."""


class BadQuery(Refused):
    """A query parameter is unknown, missing or malformed; `errors` name them."""

    def __init__(self, errors: tuple[tuple[str, Text], ...]) -> None:
        super().__init__(msg("The query needs correcting."))
        self.errors = errors


_TOO_LARGE = Kind(413, "too-large", "The body is too large", "Send less.")
_STALE = Kind(
    412, "stale", "The case has changed meanwhile", "Get the case again, decide again, and send its new ETag."
)
_INVALID = Kind(422, "invalid", "The data do not fit", "Correct what `errors` points at. Nothing was recorded.")

KINDS: Mapping[type[Exception], Kind] = {
    BadRequest: Kind(400, "bad-request", "The request cannot be read", "Correct the request; `detail` says where."),
    LookingBack: Kind(409, "looking-back", "You are looking at a past day", "Go back to the present, then try again."),
    BadQuery: Kind(400, "bad-query", "The query does not fit", "Correct the parameters that `errors` names."),
    BadCursor: Kind(400, "bad-cursor", "The cursor is not one of this list", "Follow `next` of a page, unchanged, or begin anew."),
    OutsideCalendar: Kind(
        400, "outside-calendar", "The calendar does not reach that far", "Ask within the years the calendar covers."
    ),
    Unauthenticated: Kind(
        401, "unauthenticated", "Who is asking?", "Send `Authorization: Bearer …` with a valid token; `tbn4 token issue` makes one."
    ),
    NotPermitted: Kind(403, "not-permitted", "The caller may not do this", "Let somebody with the right do it."),
    OutOfScope: Kind(403, "out-of-scope", "The caller may not see this", "Ask the organisation whose it is, or a supervisor."),
    Unknown: Kind(404, "unknown", "There is no such thing", "Check the address, or look it up in its list."),
    WrongOrder: Kind(
        409, "wrong-order", "Not possible in this state", "Look at `state` and take one of the actions in `possible`."
    ),
    AlreadyRegistered: Kind(409, "already-registered", "The code is taken", "Choose another code."),
    AlreadyOpen: Kind(409, "already-open", "There is this case already", "Go on with the case that `case` leads to."),
    Stale: _STALE,
    Outdated: _STALE,
    TooLarge: _TOO_LARGE,
    FileTooLarge: _TOO_LARGE,
    FileRefused: Kind(
        415, "file-not-accepted", "The file is not accepted", "Send one of the accepted types, whole and under its own ending."
    ),
    WrongMediaType: Kind(415, "wrong-media-type", "The body is not JSON", "Send `Content-Type: application/json`."),
    Invalid: _INVALID,
    Rejected: _INVALID,
    RegisterBusy: Kind(503, "register-busy", "The register keeps changing", "Send the same again. Nothing was stored."),
    Behind: Kind(503, "behind", "The lists are behind", "Send the same again in a moment. Nothing was done."),
    RowsInvalid: Kind(
        422, "rows-invalid", "Rows of the table do not fit", "Correct the rows that `errors` names. Nothing was stored."
    ),
    KeyReused: Kind(
        422, "idempotency-key-reused", "The Idempotency-Key belongs to another request", "Use a new key for a new request."
    ),
    VersionMissing: Kind(
        428, "version-missing", "If-Match is missing", "Send `If-Match` with the ETag of the case as you saw it."
    ),
    TooLong: Kind(
        422, "too-long", "The list is too long to be sent at once", "Narrow it, or have it made by `POST /api/v1/exports`."
    ),
    TooLongInMemory: Kind(
        422, "too-long-in-memory", "The workbook is too long for sealed rows", "Narrow the list, or take it as `csv` or `json`."
    ),
    TooLongToPrint: Kind(
        422, "too-long-to-print", "The history is too long for a PDF", "Take it as `jsonl` or `csv`."
    ),
    SameAgain: Kind(
        409, "same-again", "The report says this already", "Go on with the version that `detail` names, or record first what is missing."
    ),
    TooMuchToFill: Kind(
        422, "too-much-to-fill", "The document cannot be made", "Make the template simpler, or take the rows as an export."
    ),
    ExportTooLarge: Kind(422, "export-too-large", "The file would be too large", "Narrow the list."),
    NotReady: Kind(409, "not-ready", "There is no file yet", "Look at `state`, and ask again when it is `ready`."),
    TooManyExports: Kind(429, "too-many-exports", "Too many exports", "Wait for those under way, or delete some."),
    TooManyAttempts: Kind(429, "too-many-attempts", "Too many failed log-ins", "Wait for the seconds in Retry-After."),
    UnknownOutcome: Kind(
        503, "unknown-outcome", "It is not known whether it was recorded",
        "Repeat the same request with the same Idempotency-Key: it is carried out at most once.",
    ),
    Unavailable: UNAVAILABLE,
    OperationalError: UNAVAILABLE,
    InterfaceError: UNAVAILABLE,
    PoolTimeout: UNAVAILABLE,
    TooManyRequests: UNAVAILABLE,
    UndefinedColumn: RENEWED,
    UndefinedTable: RENEWED,
    Exception: INTERNAL,
}  # fmt: skip

OF_HTTP: Mapping[int, Kind] = {
    404: Kind(404, "no-such-address", "There is nothing at this address", "See the description at /docs."),
    405: Kind(
        405, "wrong-method", "The address does not take this method", "See `Allow`, or the description at /docs."
    ),
    406: Kind(406, "not-acceptable", "Not in the form asked for", "Ask for JSON."),
}
"""Problems that the router finds, by status."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is answered: its kind, what happened here, members of its own, headers of its own."""

    kind: Kind
    detail: Text | None = None
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, say: Translator, request_id: str) -> dict[str, Any]:
        """Give the members of the problem document in a language."""
        members = {name: _said(value, say) for name, value in self.members.items()}
        detail = say(self.detail) if self.detail else say(self.kind.advice)
        return {
            "type": ADDRESS + self.kind.slug,
            "title": say(self.kind.title),
            "status": self.kind.status,
            "detail": detail,
            **members,
            "request_id": request_id,
        }


def problem(error: Exception) -> Problem:
    """Give the problem that an exception is."""
    kind = next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)
    detail = error.text if isinstance(error, Refused) else None
    members: dict[str, Any] = {}
    headers: dict[str, str] = {}
    match error:
        case Invalid():
            members = {"errors": [{"pointer": pointer(v.path), "detail": v.text} for v in error.violations]}
        case BadQuery():
            members = {"errors": [{"parameter": name, "detail": text} for name, text in error.errors]}
        case RowsInvalid(report=report):
            members = {"errors": [_cell(one) for one in report.errors], "rows": report.rows, "wrong": report.wrong}
        case WrongOrder():
            members = {"state": error.state, "possible": list(error.possible)}
        case AlreadyOpen():
            members = {"case": f"/api/v1/cases/{error.case_id}"}
        case Stale():
            members, headers = {"current_version": error.current}, {"ETag": f'"{error.current}"'}
        case Unauthenticated():
            headers = {"WWW-Authenticate": 'Bearer realm="tbn4"'}
        case TooManyAttempts():
            headers = {"Retry-After": str(error.retry_after)}
        case OutsideCalendar():
            detail = msg("The calendar covers {first} to {last}.", first=error.first, last=error.last)
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers = {"Retry-After": str(RETRY_AFTER)}
    return Problem(kind, detail, members, headers)


def _cell(error: RowError) -> dict[str, Any]:
    return {"row": error.row, "column": error.column, "heading": error.heading, "detail": error.text}


def pointer(path: tuple[str | int, ...]) -> str:
    """Give a JSON pointer as a URI fragment: `#/recommendations/0/risk`."""
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def by_slug(slug: str) -> Kind | None:
    """Give a kind of problem by the last part of its address."""
    return next((kind for kind in (*KINDS.values(), *OF_HTTP.values()) if kind.slug == slug), None)


def _said(value: Any, say: Translator) -> Any:
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, list):
        return [_said(item, say) for item in value]
    if isinstance(value, dict):
        return {name: _said(item, say) for name, item in value.items()}
    return value
