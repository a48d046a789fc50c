"""The rows of Appendix 2 in the order in which they are printed (l.725–736)."""

from functools import cache

from workflows.catalogue import Subtask, in_force

APPENDIX = "appendix_2"
_RELATIVES, _BEFORE = "2.5.R", "2.5.1"


@cache
def rows(year: int) -> tuple[Subtask, ...]:
    """Give what reports in Appendix 2: the subtasks that feed it, and the row of relatives after 2.5.1 (A-01).

    That of reconciliations is among them, as in a clean form (A-02).
    """
    catalogue = in_force(year)
    found: list[Subtask] = []
    for subtask in catalogue.subtasks:
        if APPENDIX in subtask.feeds:
            found.append(subtask)
        if subtask.code == _BEFORE:
            found += [row for row in catalogue.rows if row.code == _RELATIVES]
    return tuple(found)


def is_row(code: str, year: int) -> bool:
    """Whether Appendix 2 has a row of that code."""
    return any(row.code == code for row in rows(year))
