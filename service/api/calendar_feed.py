"""The address of the caller's calendar: whether there is one, making it, revoking it."""

from starlette.requests import Request
from starlette.responses import Response

from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, service_of
from service.inbox.published import address, feeds_of


async def get_calendar_feed(request: Request) -> Response:
    """Say whether the caller has an address."""
    account = await account_of(request)
    return answer(shapes.CalendarFeed(await feeds_of(service_of(request)).made_at(account), None))


async def make_calendar_feed(request: Request) -> Response:
    """Make an address, in place of the one before."""
    account, service = await account_of(request), service_of(request)
    feeds = feeds_of(service)
    secret = await feeds.make(account)
    made = address(service.settings.site, secret)
    return answer(shapes.CalendarFeed(await feeds.made_at(account), made), status=201)


async def revoke_calendar_feed(request: Request) -> Response:
    """End the caller's address."""
    await feeds_of(service_of(request)).revoke(await account_of(request))
    return answer(shapes.CalendarFeed(None, None))
