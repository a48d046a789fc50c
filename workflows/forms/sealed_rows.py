"""What is sealed and stands in a form all the same (C4, C6): such a form is for whoever is cleared alone, and nobody signs it."""

from collections.abc import Iterator

from workflows.fact import clearance_of
from workflows.forms.content import Content, Said

_WITH_SEALED_ROWS = 2
"""The Appendix that has sealed rows: 2.1.1 and 2.5.5."""


_TELL_NOTHING = frozenset({Said.RESTRICTED, Said.MISSING, Said.NOT_OWED})


def secrets(content: Content) -> set[tuple[str, str]]:
    """Give the kinds and bodies of what is sealed and stands in a form all the same, because its reader is cleared for it."""
    return {(clearance, body) for clearance, body, said in _sealed(content) if said is not Said.RESTRICTED}


def tells_sealed(content: Content) -> bool:
    """Whether something that a body said in a sealed row stands in a form."""
    return any(said not in _TELL_NOTHING for _, _, said in _sealed(content))


def _sealed(content: Content) -> Iterator[tuple[str, str, Said]]:
    if content.appendix == _WITH_SEALED_ROWS:
        for body in content.covered:
            for row, said in body.said.items():
                if clearance := clearance_of(row, content.year):
                    yield clearance, body.organization, said
