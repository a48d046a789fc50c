"""The tables that can be imported, in the order in which they build on each other."""

from collections.abc import Mapping

from events.text import msg
from service.imports import appointments, organizations, people, posts
from service.imports.kind import Kind
from workflows.refusals import Unknown

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (organizations.KIND, people.KIND, posts.KIND, appointments.KIND)
}


def kind_of(name: str) -> Kind:
    """Give a kind of table by its name; raises `Unknown`."""
    if name not in KINDS:
        raise Unknown(msg("There is no table “{name}” to import.", name=name))
    return KINDS[name]
