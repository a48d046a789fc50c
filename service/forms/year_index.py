"""How a year of forms is laid out in its archive: folders and names as officials call them, and the page that says what is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import msgspec

from events.text import Text, msg
from service.exports.archive import safe
from service.exports.index import Index, Item, Row, Section
from service.forms.titles import MODES, named
from service.i18n import NAMES, Language, Translator, translator
from workflows.forms import Content, FormLanguage, Mode, Said, blanks, forms
from workflows.forms.content import Blank

_FOLDER, _KIND, _FILE = 100, 30, 105
"""Characters: two folders and a file stay below the 250 that every system takes for a path."""

_MOST_BLANKS = 50
"""Blanks of a form that the page names."""

_RESTRICTED = msg("restricted access")

_KEPT_APART = msg(
    "Some of these forms hold restricted information (2.1.1, 2.5.5): only people on the approved list may read them."
)

_IN: Mapping[str, Text] = {"ru": msg("In Russian"), "kk": msg("In Kazakh")}


class Contents(msgspec.Struct, frozen=True):
    """A file of the archive: of which form it is, and by what its bytes are known; `problem` says why there is none.

    `restricted` says that it holds what only people on the approved list may read (2.1.1, 2.5.5; C4, C6).
    """

    file: str
    appendix: int
    period: str
    consolidated: bool
    language: str
    sha256: str = ""
    problem: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """A form of a period in the archive: what is blank in it, in words, of which the page names `blanks`, and its files."""

    appendix: int
    period: str
    consolidated: bool
    blanks: Sequence[str]
    missing: int
    files: list[Contents] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content, t: Translator) -> "Filed":
        """Say what is blank in a form that is to be filed."""
        found = [*blanks(content)]
        said = tuple(_blank(content, one, t) for one in found[:_MOST_BLANKS])
        return cls(content.appendix, content.period, content.consolidated, said, len(found))


def names_in(language: Language) -> Translator:
    """Give who names folders and files: in Kazakh to those who read it, else in Russian, as the catalogue does."""
    return translator("kk" if language == "kk" else "ru")


def place(content: Content, mode: Mode, language: FormLanguage, ending: str, t: Translator, *, restricted: bool) -> str:
    """Give the place of a file in the archive; its name says that it has the wording of the Instruction, slips and all, and that it is restricted."""
    folder, kind = named(forms()[content.appendix], t), _kind(t, consolidated=content.consolidated)
    words = (
        t("Appendix {n}", n=content.appendix),
        t.period(content.period),
        NAMES[language].lower(),
        content.day.isoformat(),
        *((t(MODES[Mode.VERBATIM]).lower(),) if mode is Mode.VERBATIM else ()),
        *((t(_RESTRICTED),) if restricted else ()),
    )
    return f"{safe(folder, _FOLDER)}/{safe(kind, _KIND)}/{safe(', '.join(words), _FILE)}.{ending}"


def index(name: str, year: int, as_of: datetime, filed: Iterable[Filed], t: Translator) -> Index:
    """Lay the page out: a table for each form, with its periods, what is blank in them, and the files; first of all, whether some are restricted."""
    every = list(filed)
    restricted = any(made.restricted for one in every for made in one.files)
    return Index(
        t("Forms of a year") + f": {name}, {t.period(str(year))}" + (f" ({t(_RESTRICTED)})" if restricted else ""),
        (
            *((t(_KEPT_APART),) if restricted else ()),
            t("As of {day}", day=t.moment(as_of)),
            t("A blank is not a nil: what is missing is to be reported, or declared not to be there."),
            t("By its SHA-256 anybody can tell whether a file is the one that was made here."),
        ),
        tuple(_sections(every, t)),
    )


def _sections(filed: Iterable[Filed], t: Translator) -> Iterator[Section]:
    columns = (t("Period"), t("Blanks"), t("Files"))
    for (appendix, consolidated), group in groupby(sorted(filed, key=_form), key=_form):
        rows = tuple(Row(t.period(one.period), (_blanks(one, t), _files(one, t)), one.missing > 0) for one in group)
        yield Section(f"{named(forms()[appendix], t)}. {_kind(t, consolidated=consolidated)}", columns, rows)


def _form(one: Filed) -> tuple[int, bool]:
    return one.appendix, one.consolidated


def _kind(t: Translator, *, consolidated: bool) -> str:
    return t("With the bodies below") if consolidated else t("Own forms")


def _blanks(one: Filed, t: Translator) -> tuple[Item, ...]:
    if not one.missing:
        return (Item(t("No blanks")),)
    count = (Item(t.n("{n} blank", "{n} blanks", one.missing)),) if one.missing > 1 else ()
    more = one.missing - len(one.blanks)
    return (*count, *map(Item, one.blanks), *((Item(t("and {n} more", n=more)),) if more else ()))


def _files(one: Filed, t: Translator) -> tuple[Item, ...]:
    return tuple(_file(made, t) for made in one.files)


def _file(made: Contents, t: Translator) -> Item:
    parts = [
        made.file.rpartition(".")[2].upper(),
        t(_IN[made.language]),
        *([t(_RESTRICTED)] if made.restricted else ()),
    ]
    words = ", ".join(parts)
    if made.problem:
        return Item(f"{words}: " + t("too long to be printed"))
    return Item(words, place=made.file, sha256=made.sha256)


def _blank(content: Content, blank: Blank, t: Translator) -> str:
    """Name a blank as the page of the form does."""
    if not blank.group:
        return t("Nobody holds the post that signs this form.")
    part = next((one for one in forms()[content.appendix].parts(content.year) if one.code == blank.group), None)
    words = [f"{part.code} {part.name(t.language)}" if part else blank.group]
    if content.consolidated:
        words.append(content.named(blank.organization).of(t.language))
    if blank.said is Said.PARTLY:
        words.append(t("reported in part"))
    return ", ".join(words)
