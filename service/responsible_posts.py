"""Who is responsible in a body by their posts, where nobody was named for a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.organization import Post
from service.i18n import Translator
from service.person_names import person_name
from workflows.parts import Part, part_of
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody whose post makes them responsible in a body."""

    title: str
    name: str


def officials(organization: str, on: date, register: Register, t: Translator) -> Sequence[Official]:
    """Give who is responsible in a body on a day, each once."""
    kind = register.type_of(organization, on)
    held = {
        holder.person: post
        for post in Post
        if part_of(post, kind) is Part.RESPONSIBLE
        for holder in register.holders(organization, post, on)
    }
    return [Official(t.code("Post", post), person_name(register, one, on, t)) for one, post in held.items()]
