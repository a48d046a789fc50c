"""Who is asking, and in which language they are answered."""

from uuid import UUID

import structlog
from starlette.requests import Request

from events.event import Recorded
from events.reading import Reading
from events.text import msg
from service.access import Account
from service.i18n import Translator, pick, translator
from service.moment import Moment, moment
from service.named import Named
from service.problems import Unauthenticated
from service.wiring import Service
from workflows.actor import Actor
from workflows.case import Case


def service_of(request: Request) -> Service:
    """Give the service behind the application."""
    service: Service = request.app.state.service
    return service


async def account_of(request: Request) -> Account:
    """Give the account of the bearer token; raises `Unauthenticated`."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if not secret:
        raise Unauthenticated(msg("Send a bearer token."))
    account = await service_of(request).access.token(secret.strip()) if scheme.lower() == "bearer" else None
    if account is None:
        raise Unauthenticated(msg("The token is unknown, expired or revoked."))
    request.state.account = account
    structlog.contextvars.bind_contextvars(actor_id=str(account.id))
    return account


async def actor_of(request: Request) -> Actor:
    """Give the caller as the guards see it; raises `Unauthenticated`."""
    return await service_of(request).access.actor(await account_of(request))


def moment_of(request: Request) -> Moment:
    """Give the moment as of which the caller asks; raises `BadQuery`."""
    asked = request.query_params
    return moment(asked.get("at"), asked.get("effective_at"), service_of(request).clock.now())


def speaker(request: Request) -> Translator:
    """Speak the caller's language: what Accept-Language wishes, else the account's, else Russian; with codes."""
    wished = request.headers.get("accept-language")
    account: Account | None = getattr(request.state, "account", None)
    language = pick(wished, None if wished or account is None else account.language)
    return translator(language, codes=True).naming(Named(service_of(request).register.known, language))


async def case_as_of(request: Request, case_id: UUID) -> Case:
    """Give a case as of the moment that the caller asks for; raises `Unknown`."""
    cases, moment = service_of(request).cases, moment_of(request)
    return await (cases.get(case_id) if moment.is_now else cases.as_of(case_id, moment.known_at, moment.true_on))


async def history_as_of(request: Request, case: Case) -> list[Recorded]:
    """Give the events of a case of that moment with their places in the log."""
    known = {event.originator_version for event in case.history}
    told = await service_of(request).cases.known_at(case.id, moment_of(request).known_at)
    return [one for one in told if one.event.originator_version in known]


async def check_sees(request: Request, case: Case, what: Reading = Reading.API) -> None:
    """Let only those read a case who may, and record that they read a sealed one; raises `OutOfScope` and `Unknown`."""
    account: Account = request.state.account
    service = service_of(request)
    await service.gate.admit(account, service.cases.workflow_of(case), case, what)
