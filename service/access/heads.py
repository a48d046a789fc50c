"""Who speaks for a body in what concerns the work with the service: its head, the head of its apparatus, a supervisor."""

from service.access.account import Account
from service.access.reach import Reach
from workflows.actor import Post, Role

_HEADS = frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM, Post.APPARATUS_HEAD})


async def leads(access: Reach, account: Account, organization: str) -> bool:
    """Whether somebody leads a body, or oversees all."""
    if account.role is Role.SUPERVISOR:
        return True
    post = (await access.actor(account)).post
    return organization == account.organization and post in _HEADS
