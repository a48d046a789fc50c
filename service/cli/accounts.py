"""Accounts and tokens at the terminal."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from service.access import AccessError
from service.cli.root import CommandError, app, with_service
from service.i18n import Language
from service.wiring import Service
from workflows.actor import Post, Role
from workflows.refusals import Invalid

_console = Console()
_account = typer.Typer(no_args_is_help=True, help="Make and list accounts.")
_token = typer.Typer(no_args_is_help=True, help="Issue, list and revoke bearer tokens.")
app.add_typer(_account, name="account")
app.add_typer(_token, name="token")

Login = Annotated[str, typer.Argument(help="login of the account")]


@_account.command("create")
def create_account(
    login: Login,
    name: Annotated[str, typer.Option(help="how the person is greeted")],
    role: Annotated[Role, typer.Option(help="officer, signatory or supervisor")],
    organization: Annotated[str, typer.Option(help="code of the organisation")] = "",
    post: Annotated[
        Post | None,
        typer.Option(help="post of a signatory, as long as the register names no posts of the organisation"),
    ] = None,
    person: Annotated[
        str, typer.Option(help="code of the person in the register: then the post is the one the register says")
    ] = "",
    language: Annotated[str, typer.Option(help="ru, kk or en")] = "ru",
    password: Annotated[
        bool, typer.Option("--password/--no-password", help="ask for a password; without one only tokens work")
    ] = True,
) -> None:
    """Make an account."""
    if language not in Language.__args__:  # type: ignore[attr-defined]
        raise CommandError("the language is ru, kk or en")
    secret = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if password else None

    async def work(service: Service) -> None:
        register = await service.register.current()
        if organization and register.organization(organization) is None:
            raise AccessError(f"there is no organisation “{organization}” in the register")
        if person and register.person(person) is None:
            raise AccessError(f"there is no person “{person}” in the register")
        made = await service.access.create(
            login, name, role, organization=organization, post=post, password=secret, language=language, person=person
        )
        _console.print(f"Account {made.login} is made, id {made.id}.")

    with_service(work)


@_account.command("link")
def link_account(
    login: Login, person: Annotated[str, typer.Option(help="code of the person in the register; empty to unlink")]
) -> None:
    """Say whose account it is: a signatory's post is then the one that the register says."""

    async def work(service: Service) -> None:
        if person and (await service.register.current()).person(person) is None:
            raise AccessError(f"there is no person “{person}” in the register")
        await service.access.link(login, person)

    with_service(work)
    _console.print(f"Account {login} is linked." if person else f"Account {login} is unlinked.")


@_account.command("address")
def set_address(login: Login, address: Annotated[str, typer.Option(help="e-mail address; empty for none")]) -> None:
    """Say where an account gets mail; its owner need not confirm it."""

    async def work(service: Service) -> None:
        account = await service.access.account(login)
        try:
            await service.preferences.set_address(account.id, address)
        except Invalid as refusal:
            raise CommandError(str(refusal.violations[0].text)) from None

    with_service(work)
    _console.print(f"Account {login} gets mail at {address}." if address else f"Account {login} gets no mail.")


@_account.command("language")
def set_language(login: Login, language: Annotated[str, typer.Option(help="ru, kk or en")]) -> None:
    """Choose the language of an account's mail and calendar."""

    async def work(service: Service) -> None:
        account = await service.access.account(login)
        await service.access.speak(account.id, language)

    with_service(work)
    _console.print(f"Account {login} reads {language}.")


@_account.command("list")
def list_accounts() -> None:
    """List the accounts in use."""

    async def work(service: Service) -> None:
        rows = [
            (account.login, account.name, account.role, account.post or "", account.organization, account.language,
             account.person, "yes" if account.demo else "", str(account.id))
            for account in await service.access.accounts()
        ]  # fmt: skip
        _print(("login", "name", "role", "post", "organisation", "language", "person", "demo", "id"), rows)

    with_service(work)


@_account.command("disable")
def disable_account(login: Login) -> None:
    """End an account with its sessions and tokens; what it did stays recorded."""
    with_service(lambda service: service.access.disable(login))
    _console.print(f"Account {login} is disabled.")


@_token.command("issue")
def issue_token(
    login: Login,
    title: Annotated[str, typer.Option(help="what it is for")],
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="days until it expires; never, if not given")
    ] = None,
) -> None:
    """Issue a token and print it, this once."""

    async def work(service: Service) -> str:
        account = await service.access.account(login)
        expires = service.access.clock.now() + timedelta(days=days) if days else None
        return await service.access.issue_token(account, title, expires)

    typer.echo(with_service(work))


@_token.command("list")
def list_tokens(login: Annotated[str | None, typer.Argument(help="only this account's")] = None) -> None:
    """List tokens, without their secrets."""

    async def work(service: Service) -> None:
        rows = []
        for token in await service.access.tokens(login):
            instants = [token.created_at, token.expires_at, token.revoked_at]
            told = (i.strftime("%Y-%m-%d %H:%M UTC") if i else "" for i in instants)
            rows.append((str(token.id), token.login, token.title, *told))
        _print(("id", "login", "title", "issued", "expires", "revoked"), rows)

    with_service(work)


@_token.command("revoke")
def revoke_token(
    token_id: Annotated[
        str, typer.Argument(help="id from `tbn4 token list`, or as much of its beginning as is unique")
    ],
) -> None:
    """Revoke a token."""

    async def work(service: Service) -> UUID:
        valid = [token.id for token in await service.access.tokens() if token.revoked_at is None]
        meant = [known for known in valid if str(known).startswith(token_id.lower())]
        if len(meant) != 1:
            raise AccessError(
                f"{len(meant) or 'no'} valid tokens have ids that begin with “{token_id}”: see `tbn4 token list`"
            )
        await service.access.revoke(meant[0])
        return meant[0]

    typer.echo(f"Token {with_service(work)} is revoked.")


def _print(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show a table on a terminal it fits, elsewhere lines with tabs: nothing is cut, ids least of all."""
    table = Table(*titles)
    for row in rows:
        table.add_row(*row)
    if (
        _console.is_terminal
        and Measurement.get(_console, _console.options.update(width=10_000), table).maximum <= _console.width
    ):
        _console.print(table)
        return
    for row in (titles, *rows):
        typer.echo("\t".join(row))
