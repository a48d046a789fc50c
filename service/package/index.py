"""The page of a package: for each subtask what proves it, file by file, and what it lacks."""

from collections.abc import Iterator
from datetime import date

from events.text import Text, msg
from service.api.shapes.packages import PackageFile, PackageLack, PackageManifest
from service.exports.index import Index, Item, Row, Section
from service.forms.writing.told_in import told_in
from service.i18n import Translator
from workflows.catalogue import in_force

_COLUMNS: tuple[Text, ...] = (
    msg("Period"), msg("Document"), msg("Number"), msg("Date"), msg("Signatory"), msg("Uploaded on"),
)  # fmt: skip


def index(manifest: PackageManifest, t: Translator) -> Index:
    """Lay the page out."""
    about = [
        f"{manifest.organization_name}. {manifest.project}. {manifest.project_title}. {t.period(str(manifest.year))}"
    ]
    about += [
        t("Proofs of subtask {subtask} are sealed, and in no package.", subtask=one.subtask) for one in manifest.sealed
    ]
    about.append(t("By its SHA-256 anybody can tell whether a file is the one that was made here."))
    return Index(t("Package for the Cross-platform"), tuple(about), tuple(_sections(manifest, t)))


def _sections(manifest: PackageManifest, t: Translator) -> Iterator[Section]:
    """Give the subtasks of which there is anything to say, in the order of the catalogue."""
    project = next(one for one in in_force(manifest.year).projects if one.code == manifest.project)
    for subtask in (*project.subtasks, *project.rows):
        files = [_file(one, t) for one in manifest.files if one.subtask == subtask.code]
        lacks = [_lack(one, t) for one in manifest.missing if one.subtask == subtask.code]
        if files or lacks:
            yield Section(f"{subtask.code}. {subtask.name(t.language)}", tuple(map(t, _COLUMNS)), (*files, *lacks))


def _file(one: PackageFile, t: Translator) -> Row:
    apart = [Item(t("Signature in a file of its own"), place=place) for place in one.signatures]
    signed = ", ".join(filter(None, (one.signatory, one.post_title, _day(one.signed_on, t))))
    told = (one.document_no, _day(one.document_date, t), signed, _day(one.uploaded_on, t))
    paper = Item(one.title, one.file, one.link, one.sha256, told_in(one.title, t.language))
    return Row(t.period(one.period), ((paper, *apart), *((Item(words),) if words else () for words in told)))


def _lack(one: PackageLack, t: Translator) -> Row:
    return Row(
        t.period(one.period), ((Item(t("Missing: {what}", what=one.what)),), *[()] * (len(_COLUMNS) - 2)), lacks=True
    )


def _day(day: date | None, t: Translator) -> str:
    return t.plain(day) if day else ""
