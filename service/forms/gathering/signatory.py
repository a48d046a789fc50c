"""Who is to sign a form: the first of the posts that may without a remark, and who holds it."""

from service.forms.gathering.sources import Sources
from workflows import signing
from workflows.forms import Both, Signatory
from workflows.signatories import Paper


def signatory(sources: Sources) -> Signatory | None:
    """Give who signs on the day of the form, as `sign_form` judges it; None where nobody signs (SG-10)."""
    paper = sources.asked.form.paper
    if paper is Paper.UNSIGNED_FORM:
        return None
    organization, register = sources.asked.organization, sources.register
    day = sources.moment.day(sources.service.clock.today())
    posts = signing.posts(paper, organization, day, register)
    plain = [post for post, remark in posts.items() if not remark] or list(posts)
    if not plain:
        return None
    held = ((post, person) for post, person in signing.people(paper, organization, day, register) if post in plain)
    post, person = next(held, (plain[0], ""))
    record = register.person(person) if person else None
    names = record.name(day) if record else None
    return Signatory(post, Both(names.ru, names.kk or names.ru) if names else None)
