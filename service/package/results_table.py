"""The list of results that goes with a package: what became of each upload to the Cross-platform, to be filled in and read back."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from events.text import msg
from service.exports.formulas import escaped
from service.i18n import Translator
from service.imports.column import Column
from service.package.contents import Contents, Section
from workflows.uploaded import is_return, uploader

RESULTS = "results.csv"
"""Its name in the archive."""

_MARK = "\ufeff"
"""The byte order mark by which spreadsheet programs know UTF-8."""


def _column(name: str, title: str, kind: type = str, *, needed: bool = False) -> Column:
    return Column(name=name, title=title, hint="", path=(), kind=kind, needed=needed)


COLUMNS = (
    _column("case", msg("Case").msgid, needed=True),
    _column("subtask", msg("Subtask").msgid, needed=True),
    _column("period", msg("Period").msgid, needed=True),
    _column("title", msg("Title of the subtask").msgid),
    _column("uploaded_on", msg("Uploaded on").msgid, date),
    _column("uploaded_by", msg("Uploaded by").msgid),
    _column("address", msg("Page in the Cross-platform").msgid),
    _column("returned_on", msg("Returned on").msgid, date),
    _column("returned_by", msg("Returned by").msgid),
    _column("reason", msg("Reason").msgid),
)
"""The columns. Their headings are read back in any language, and as the codes."""


def results_table(contents: Contents, t: Translator) -> bytes:
    """Write the list in a language: a row for each subtask and period whose case records uploads, with what it knows of the last."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t(column.title) for column in COLUMNS])
    writer.writerows([escaped(cell) for cell in _row(one, t)] for one in contents.sections if one.steps is not None)
    return (_MARK + out.getvalue()).encode()


def _row(section: Section, t: Translator) -> Iterator[str]:
    yield from (str(section.case_id), section.subtask.code, section.work.period, section.subtask.name(t.language))
    found = list(section.steps or ())
    back = found[-1] if found and is_return(found[-1]) else None
    upload = next((one for one in reversed(found) if not is_return(one)), None)
    yield upload.occurred_on.isoformat() if upload else ""
    yield uploader(upload) if upload else ""
    yield getattr(upload, "address", None) or ""
    yield back.occurred_on.isoformat() if back else ""
    yield getattr(back, "returned_by", None) or ""
    yield getattr(back, "reason", "")
