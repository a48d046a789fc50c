"""The list of what a package holds, and of what is missing: for programs (JSON) and for people (XLSX)."""

from collections.abc import Sequence
from datetime import date

from events.text import Text, msg
from service.api.shapes.packages import PackageFile, PackageLack, PackageManifest, PackageSealed
from service.i18n import Translator
from service.package.contents import Contents, Section
from workflows.documented import Need
from workflows.forms.sheet import Align, Annex, Sheet, Table, TableRow, para, row


def lacks(section: Section, t: Translator) -> list[PackageLack]:
    """Say what a section lacks."""
    if section.is_whole or section.has_more_apart:  # what the form of such a subtask lacks, its other rows lack, too
        return []
    about = (section.subtask.code, section.subtask.name(t.language), section.work.period)
    found = [
        PackageLack(*about, "evidence", _what(need, t), tuple(rule.kind for rule in need), section.case_id)
        for need in section.work.needs
    ]
    if section.work.unsigned:
        found.append(
            PackageLack(
                *about, "signature", t("The signature of whoever is entitled (l.41, l.45)"), (), section.case_id
            )
        )
    return found


def sealed(contents: Contents, t: Translator) -> list[PackageSealed]:
    """Name the subtasks of which sealed proofs stay in the service."""
    apart = {one.subtask.code: one.subtask for one in contents.sections if one.has_more_apart}
    return [PackageSealed(code, subtask.name(t.language)) for code, subtask in apart.items()]


def _what(need: Need, t: Translator) -> str:
    return " / ".join(rule.title.of(t.language) for rule in need)


_FILES = (
    (msg("Subtask"), 6), (msg("Title of the subtask"), 16), (msg("Period"), 7), (msg("Document"), 13), (msg("File"), 16), (msg("SHA-256"), 12),
    (msg("Number"), 5), (msg("Date"), 6), (msg("Signatory"), 9), (msg("Signed on"), 6), (msg("Link"), 8), (msg("Uploaded on"), 6),
)  # fmt: skip
_MISSING = ((msg("Subtask"), 8), (msg("Title of the subtask"), 42), (msg("Period"), 12), (msg("What is missing"), 38))


def manifest_sheet(manifest: PackageManifest, t: Translator) -> Sheet:
    """Lay the list out for people."""
    title = t("Package for the Cross-platform")
    files = _table(_FILES, [_file(line, t) for line in manifest.files], t)
    missing = _table(
        _MISSING, [(one.subtask, one.subtask_title, t.period(one.period), one.what) for one in manifest.missing], t
    )
    about = (
        f"{manifest.organization_name} · {manifest.project}. {manifest.project_title} · {t.period(str(manifest.year))}"
    )
    apart = [
        t("Proofs of subtask {subtask} are sealed, and in no package.", subtask=one.subtask) for one in manifest.sealed
    ]
    return Sheet(
        title, manifest.language, date(manifest.year, 1, 1), (),
        (para(title, bold=True, align=Align.CENTER), para(about, align=Align.CENTER)), files, tuple(map(para, apart)),
        (Annex(t("What is missing"), missing),),
    )  # fmt: skip


def _file(line: PackageFile, t: Translator) -> tuple[str, ...]:
    signed = ", ".join(one for one in (line.signatory, line.post_title) if one)
    return (
        line.subtask, line.subtask_title, t.period(line.period), line.title, line.file, line.sha256, line.document_no,
        _day(line.document_date), signed, _day(line.signed_on), line.link, _day(line.uploaded_on),
    )  # fmt: skip


def _table(columns: Sequence[tuple[Text, int]], rows: Sequence[Sequence[str]], t: Translator) -> Table:
    head: TableRow = row(*(t(title) for title, _ in columns), header=True)
    return Table(tuple(width for _, width in columns), (head, *(row(*cells) for cells in rows)))


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
