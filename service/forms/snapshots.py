"""What stands in a form, frozen: a file of JSON that the service keeps among those of the body."""

from typing import TYPE_CHECKING

import msgspec

from service.files.kinds import MADE
from service.forms.frozen import frozen
from service.forms.gathering.asked import Asked
from service.forms.gathering.gathering import gather
from service.moment import Moment
from workflows.forms import Content, Said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.access import Account
    from service.wiring import Service
    from workflows.actor import Actor


async def keep(service: "Service", content: Content, actor: "Actor") -> str:
    """Keep what stands in a form among the files of its body; gives its SHA-256."""

    async def stream() -> "AsyncIterator[bytes]":
        yield frozen(content)

    name = f"appendix-{content.appendix}-{content.period}.json"
    return (await service.files.keep(stream(), name, actor, content.organization, MADE)).sha256


async def unsealed(service: "Service", content: Content, reader: "Account") -> Content:
    """Give a frozen form as a reader may see it.

    What is sealed was never frozen: to those who are cleared it is read from the cases, as of the moment of the form.
    """
    hidden = {group for body in content.covered for group, said in body.said.items() if said is Said.RESTRICTED}
    if not hidden or not (await service.access.cleared(reader)).organizations:
        return content
    asked = Asked(content.appendix, content.organization, content.period, content.consolidated)
    live = await gather(service, asked, moment_of(content), reader)
    said = {body.organization: body.said for body in live.covered}
    covered = tuple(
        msgspec.structs.replace(
            body,
            said={
                group: said.get(body.organization, {}).get(group, what) if group in hidden else what
                for group, what in body.said.items()
            },
        )
        for body in content.covered
    )
    lines = (*content.lines, *(line for line in live.lines if line.group in hidden))
    return msgspec.structs.replace(content, lines=lines, covered=covered)


def moment_of(content: Content) -> Moment:
    """Give the moment as of which a form is."""
    return Moment(content.instant, content.until)
