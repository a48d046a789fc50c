"""What a form knows of a signature: who may sign the paper there, in which post, by name where the register names them."""

from datetime import date
from typing import Any

from service.i18n import Translator
from service.person_names import person_name
from service.web.fields import Choices
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import holders, may_be_held, people, posts, posts_by_decision


def proposed(paper: Paper, organization: str, on: date, register: Register) -> dict[str, Any]:
    """Propose the first of those who may sign, without a remark if there is one; where nobody is known, the only post there is."""
    accepted = posts(paper, organization, on, register)
    who = sorted(people(paper, organization, on, register), key=lambda one: bool(accepted.get(one[0])))
    if who:
        return {"signature": {"post": who[0][0].value, "person": who[0][1]}}
    return {"signature": {"post": next(iter(accepted)).value}} if len(accepted) == 1 else {}


def offered(paper: Paper, organization: str, on: date, register: Register, t: Translator) -> Choices:
    """Offer the posts that may sign, those last that do so by a decision (A-06), and the people who hold them or act in them.

    Where nobody is known to hold any of them, all are offered: whoever signs nevertheless is told so.
    """
    accepted, by_decision = (found(paper, organization, on, register) for found in (posts, posts_by_decision))
    held = [post for post in accepted if may_be_held(organization, post, on, register)] or list(accepted)
    deputies = [post for post in by_decision if may_be_held(organization, post, on, register)]
    who = holders((*accepted, *deputies), organization, on, register)
    named = [(code, f"{person_name(register, code, on, t)}, {t.code('Post', post)}") for post, code in who]
    return {
        "signature.post": [
            *((post.value, t.code("Post", post)) for post in held),
            *((post.value, f"{t.code('Post', post)} ({t('by a decision')})") for post in deputies),
        ],
        "signature.person": list(dict(named).items()),
    }
