"""Where somebody gets mail, and whether they want it."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from events.text import Text, msg
from service.access import AccessError
from service.alerts.mail.unsubscribing import account_of
from service.i18n import NAMES
from service.problems import BadRequest
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Invalid, Unknown

PAGE = "/preferences"

_SAID: dict[str, Text] = {
    "mail": msg("Your choice is kept."),
    "asked": msg("A code is on its way to the address. Enter it here within an hour."),
    "confirmed": msg("The address is confirmed: mail about deadlines comes there."),
    "language": msg("Mail and your calendar are in this language from now on."),
    "removed": msg("No mail comes any more."),
}


async def form(visitor: Visitor) -> Response:
    """Show what the visitor chose."""
    return await _page(visitor, said=_SAID.get(visitor.query("said") or ""))


async def change(visitor: Visitor) -> Response:
    """Take one of the page's forms."""
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        action, typed = str(data.get("action", "")), str(data.get("typed", ""))
    preferences, account = visitor.service.preferences, visitor.person.id
    try:
        match action:
            case "mail":
                await preferences.choose(account, mail=typed == "yes")
            case "asked":
                await preferences.ask_address(account, typed)
            case "confirmed":
                await preferences.confirm(account, typed)
            case "language":
                await visitor.service.access.speak(account, typed)
            case "removed":
                await preferences.forget_address(account)
            case _:
                raise BadRequest(msg("The form cannot be read."))
    except AccessError:
        raise BadRequest(msg("The form cannot be read.")) from None
    except Invalid as refusal:
        return await _page(visitor, refused=[one.text for one in refusal.violations], typed=typed)
    return RedirectResponse(f"{PAGE}?said={action}", HTTPStatus.SEE_OTHER)


async def unsubscribe(visitor: Visitor) -> Response:
    """Switch off what is not mandatory, for whoever's mail holds the address: by one click in a mail program (RFC 8058)."""
    account = account_of(visitor.request.path_params["token"])
    if account is None:
        raise Unknown(msg("This address is in no mail of this service."))
    await visitor.service.preferences.choose(account, mail=False)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def to_preferences(_visitor: Visitor) -> Response:
    """Lead whoever opens that address in a browser to where mail is switched on and off: looking changes nothing."""
    return RedirectResponse(PAGE, HTTPStatus.SEE_OTHER)


async def _page(visitor: Visitor, said: Text | None = None, refused: Sequence[Text] = (), typed: str = "") -> Response:
    chosen = await visitor.service.preferences.of(visitor.person.id)
    waits = chosen.asked_until is not None and chosen.asked_until > visitor.service.clock.now()
    mailed = visitor.service.settings.smtp_host is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(
        visitor,
        "preferences.html",
        status,
        chosen=chosen,
        waits=waits,
        mailed=mailed,
        said=said,
        refused=refused,
        typed=typed,
        spoken=NAMES,
    )
