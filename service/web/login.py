"""Logging in and out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from service.access import TooManyAttempts
from service.access.access import SESSION as LASTS
from service.demo.load import PASSWORD, accounts
from service.web import lookup
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import SESSION, Visitor, is_secure, keep, local_path


async def login_page(visitor: Visitor) -> Response:
    """Show the form; one who is logged in goes on."""
    if visitor.account is not None:
        return RedirectResponse(local_path(visitor.query("next")), 303)
    return await _form(visitor, login="", failure="", status=200)


async def log_in(visitor: Visitor) -> Response:
    """Open a session, or say what was wrong."""
    async with form_of(visitor.request, most_files=0, most_fields=10) as form:
        login, password = str(form.get("login", ""))[:200], str(form.get("password", ""))
    try:
        secret = await visitor.service.access.login(login, password, _address(visitor.request))
    except TooManyAttempts as error:
        minutes = -(-error.retry_after // 60)
        failure = visitor.t.n("Too many attempts. Wait {n} minute.", "Too many attempts. Wait {n} minutes.", minutes)
        return await _form(visitor, login, failure, 429)
    if secret is None:
        return await _form(visitor, login, visitor.t("Login and password do not fit."), 422)
    response = RedirectResponse(local_path(visitor.query("next")), 303)
    keep(visitor, response, SESSION, secret, seconds=int(LASTS.total_seconds()))
    return response


async def log_out(visitor: Visitor) -> Response:
    """End the session."""
    if secret := visitor.request.cookies.get(SESSION):
        await visitor.service.access.logout(secret)
        visitor.service.live.end(secret)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION, path="/", httponly=True, samesite="lax", secure=is_secure(visitor.request))
    return response


async def _form(visitor: Visitor, login: str, failure: str, status: int) -> Response:
    demonstration = accounts() if visitor.service.settings.demo else []
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {row["organization"] for row in demonstration})
    return render(
        visitor,
        "login.html",
        status,
        login=login,
        failure=failure,
        demonstration=demonstration,
        names=names,
        password=PASSWORD if demonstration else "",
        going_to=local_path(visitor.query("next")),
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
