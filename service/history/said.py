"""What an entry says, as plain text."""

from collections.abc import Iterable

from service.entries import Shown


def said(one: Shown | None) -> str:
    """Give the value of a field; nothing for none."""
    if one is None:
        return ""
    if one.rows:
        rows = ("; ".join(f"{cell.title}: {said(cell)}" for cell in row) for row in one.rows)
        return "\n".join((*rows, *filter(None, [one.value])))
    return "\n".join((*one.lines, *one.files)) or one.value


def told(shown: Iterable[Shown]) -> str:
    """Give fields, one a line."""
    return "\n".join(f"{one.title}: {said(one)}" for one in shown)


def changed(shown: Iterable[Shown]) -> str:
    """Give what was changed, from what to what, one a line."""
    return "\n".join(f"{one.title}: {said(one.before) or '—'} → {said(one)}" for one in shown if one.before is not None)
