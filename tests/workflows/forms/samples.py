"""Forms as they are before and after something was reported."""

from uuid import UUID

from events.organization import Post
from workflows.forms import Both, Content, Covered, Line, Origin, Said, Signatory, forms

BODY = Both("Управление строительства", "Құрылыс басқармасы")
OTHER = Both("Отдел образования", "Білім бөлімі")
CASE = UUID("6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")
HEAD = Signatory(Post.APPARATUS_HEAD, Both("Ахметов А. А.", "Ахметов А. А."))
NOBODY = Signatory(Post.APPARATUS_HEAD)


def form(
    appendix: int,
    *lines: Line,
    said: Said | dict[str, Said] = Said.MISSING,
    period: str = "2024",
    others: tuple[Covered, ...] = (),
    signatory: Signatory | None = NOBODY,
) -> Content:
    """A form of one body, or of others below it, too; `said` is what it said in every part, or in each."""
    parts = [part.code for part in forms()[appendix].parts(2024)]
    told = said if isinstance(said, dict) else dict.fromkeys(parts, said)
    covered = (Covered("almaty.construction", BODY, told), *others)
    return Content(appendix, "almaty.construction", BODY, period, "", "", 7, bool(others), lines, covered, signatory)


def line(group: str, *cells: int | str | Both, bodies: tuple[str, ...] = ("almaty.construction",)) -> Line:
    """A line that some bodies reported."""
    return Line(group, cells, tuple(Origin(body, CASE, 3) for body in bodies))
