"""What the Appendices have in common: the block of the signatory, lines with their source, what is said instead of lines, the annex."""

from collections.abc import Iterator, Mapping

from events.almaty import ALMATY
from workflows.forms.content import Both, Cell, Content, Line, OwnReport, Said
from workflows.forms.sheet import Align, Annex, Paragraph, Run, Table, TableCell, TableRow, para, row
from workflows.forms.texts import Wording

_INSTEAD = {Said.NIL: "nil", Said.MISSING: "missing", Said.PARTLY: "partly", Said.RESTRICTED: "restricted"}
"""What stands in a part in place of lines, or after them: the words of it."""

_ROMAN = ("", "I", "II", "III", "IV")
_DAY = "%d.%m.%Y"

_MOST_COLUMNS = 3
"""So many parts have a column each in the annex: the words of more would not fit on the width of a page."""

_LEFT_BLANK = frozenset({Said.MISSING})
"""What a form of one body leaves blank, so that it can be filled in by hand."""


def head(content: Content, words: Wording, *, italic: bool = False) -> Paragraph:
    """Give the line that says of which Appendix the form is."""
    return para(words("head", n=content.appendix), italic=italic, align=Align.RIGHT)


def signed_by(content: Content, words: Wording) -> str:
    """Give the post of whoever is to sign."""
    post = content.signatory.post if content.signatory else "apparatus_head"
    return words("posts", post)


def name_of_signatory(content: Content, words: Wording, key: str, before: str = "", *, bold: bool = False) -> Paragraph:
    """Give the name of whoever is to sign; where nobody is known, the words of the form, to be filled in."""
    named = content.signatory.name if content.signatory else None
    text = named.of(words.language) if named else before + words(key)
    return para(text, bold=bold, align=Align.RIGHT)


def right(text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """Give a paragraph of the block of the signatory."""
    return para(text, bold=bold, italic=italic, align=Align.RIGHT)


def titled(*lines: str) -> tuple[Paragraph, ...]:
    """Give the title of a form, bold and centred."""
    return tuple(para(line, bold=True, align=Align.CENTER) for line in lines)


def period(content: Content, words: Wording) -> str:
    """Name the period in words: the quarter, the month or the whole year."""
    year, rest = content.period[:4], content.period[4:]
    if rest.startswith("Q"):
        return words("period", "quarter", year=year, quarter=_ROMAN[int(rest[1])])
    if rest:
        return words("period", "month", year=year, month=words("months", int(rest[1:]) - 1))
    return words("period", "year", year=year)


def as_of(content: Content, words: Wording) -> str:
    """Say up to which entry the form tells everything, and of what had happened by which day; "" if nobody says."""
    if content.instant is None:
        return ""
    moment = content.instant.astimezone(ALMATY).strftime(f"{_DAY} %H:%M:%S")
    if content.until:
        return words("as_of_day", moment=moment, day=content.until.strftime(_DAY))
    return words("as_of", moment=moment)


def columns(words: Wording, form: str) -> TableRow:
    """Give the heading of the table."""
    return row(*(words(form, "columns", n) for n in range(words.number(form, "columns"))), header=True)


def said(cell: Cell, words: Wording) -> str | int:
    """Give what a cell says in the language of the form."""
    return cell.of(words.language) if isinstance(cell, Both) else cell


def with_source(content: Content, line: Line, text: str | int, words: Wording) -> str:
    """Give a text with the bodies that reported it: of a form of one body there is nothing to tell."""
    if not content.tells_of_others:
        return str(text)
    bodies = dict.fromkeys(content.named(origin.organization).of(words.language) for origin in line.origins)
    return f"{text}\n{words('source', bodies='; '.join(bodies))}" if bodies else str(text)


def instead(content: Content, group: str, words: Wording) -> Iterator[TableCell]:
    """Give what is said in a part besides its lines: that there are no facts, that somebody has reported none."""
    every = sum(body.said.get(group, Said.NOT_OWED) is not Said.NOT_OWED for body in content.covered)
    for what, key in _INSTEAD.items():
        n = len(content.bodies(group, what))
        if not n:
            continue
        if not content.tells_of_others:
            yield TableCell("" if what in _LEFT_BLANK else words(key), blank=what in _LEFT_BLANK)
        elif what is Said.RESTRICTED:
            yield TableCell(words(key))
        else:
            yield TableCell(words(f"{key}_of", n=n, all=every), blank=what is not Said.NIL)


def annexes(content: Content, titles: dict[str, str], words: Wording) -> tuple[Annex, ...]:
    """Give the list of the bodies that a form of several covers, each once, and what each said in each part."""
    if not content.tells_of_others:
        return ()
    groups = {group: title for group, title in titles.items() if group in content.groups}
    told = any(body.report for body in content.covered)
    apart = len(groups) <= _MOST_COLUMNS
    columns = [*groups.values()] if apart else [words("annex", "parts")]
    columns += [words("annex", "report")] if told else []

    def parts(said_of: Mapping[str, Said]) -> list[TableCell]:
        if apart:
            return [_covered(said_of.get(group, Said.NOT_OWED), words) for group in groups]
        return [_together(said_of, groups, words)]

    heading = row("№", words("annex", "organization"), *columns, header=True)
    lines = (
        row(
            str(number),
            body.name.of(words.language),
            *parts(body.said),
            *([_report(body.report, words)] if told else []),
        )
        for number, body in enumerate(content.covered, 1)
    )
    share = 60 // max(1, len(columns))
    shares = [share for _ in columns] if apart else [38, 25][: len(columns)]
    widths = (6, 94 - sum(shares), *shares)
    return (Annex(words("annex", "title"), Table(widths, (heading, *lines))),)


def _covered(what: Said, words: Wording) -> TableCell:
    return TableCell(words("annex", "said", what.value), align=Align.CENTER, blank=what in {Said.MISSING, Said.PARTLY})


def _together(said_of: Mapping[str, Said], titles: dict[str, str], words: Wording) -> TableCell:
    """Give what a body said in many parts: what it said, and of which."""
    parts: dict[Said, list[str]] = {what: [] for what in Said if what is not Said.NOT_OWED}
    for group, title in titles.items():
        parts.get(said_of.get(group, Said.NOT_OWED), []).append(title)
    told = [f"{words('annex', 'said', what.value)}: {', '.join(of)}" for what, of in parts.items() if of]
    nothing = words("annex", "said", Said.NOT_OWED.value)
    return TableCell("\n".join(told) or nothing, blank=bool(parts[Said.MISSING] or parts[Said.PARTLY]))


def _report(report: OwnReport | None, words: Wording) -> TableCell:
    """Give how far a body's own report had gone; the body of the form itself has none in its own form."""
    if report is None:
        return TableCell("—", align=Align.CENTER)
    if not report.state:
        return TableCell(words("annex", "report_of", "none"), align=Align.CENTER, blank=True)
    return TableCell(words("annex", "report_of", report.state, day=report.since.strftime(_DAY)), align=Align.CENTER)


def marked(*runs: tuple[str, bool]) -> Paragraph:
    """Give a paragraph of which some words are bold."""
    return Paragraph(tuple(Run(text, bold=bold) for text, bold in runs))
