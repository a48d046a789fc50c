"""Bring the catalogues up to date with the messages in code, templates and workflows: `python -m service.locale_tool`.

New messages are added without a translation, vanished ones are dropped; a test refuses a catalogue that
lacks one. With `--check` nothing is written and the exit status says whether something is missing.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from service import vocabulary
from service.i18n import LANGUAGES
from service.problems import KINDS, OF_HTTP
from workflows.payload import WORDS

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "service" / "locale"

KEYWORDS = {
    "msg": None,
    "_": None,
    "t": None,
    "ngettext": (1, 2),
    "n": (1, 2),
    "_not_before": (3,),
    "_unique": (2,),
    "_first": (2,),
}
"""Calls whose literals are messages, and which of their arguments."""

_METHODS = [("**.html", "jinja2"), ("**/templates/**.txt", "jinja2"), ("**.py", "python")]
_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache  # the sources do not change while this runs
def extracted() -> Catalog:
    """Give a catalogue of all messages, without translations."""
    found = Catalog(fuzzy=False)
    for package in ("service", "workflows", "events"):
        rows = extract_from_dir(str(ROOT / package), _METHODS, {"**": {"silent": "false"}}, keywords=KEYWORDS)
        for file, _line, message, _comments, _context in rows:
            found.add(message, locations=[(f"{package}/{file}", 0)])
    kinds = (*KINDS.values(), *OF_HTTP.values())
    for message in (*vocabulary.messages(), *WORDS.values(), *(k.title for k in kinds), *(k.advice for k in kinds)):
        found.add(message)
    return found


def problems(language: str) -> Iterator[str]:
    """Say what is wrong with a language's catalogue: missing, superfluous, fuzzy, other placeholders."""
    template, catalog = extracted(), read(language)
    for message in template:
        if not message.id:
            continue
        translated = catalog.get(message.id)
        forms = _forms(translated.string) if translated else ()
        if translated is None or not forms or not all(forms):
            yield f"{language}: “{message.id}” has no translation"
        elif translated.fuzzy:
            yield f"{language}: “{message.id}” is marked as fuzzy"
        else:
            wanted = _placeholders(_forms(message.id)[-1:])
            yield from (
                f"{language}: “{form}” has other placeholders" for form in forms if _placeholders([form]) != wanted
            )
    yield from (f"{language}: “{m.id}” is used nowhere" for m in catalog if m.id and m.id not in template)


def read(language: str) -> Catalog:
    """Give a language's catalogue as it is on disk; an empty one if there is none yet."""
    path = LOCALE / language / "messages.po"
    return (
        read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language, fuzzy=False)
    )


def update(language: str) -> None:
    """Write the catalogue with the messages there are now, keeping the translations there were."""
    catalog, known = Catalog(locale=language, charset="utf-8", fuzzy=False), read(language)
    for message in extracted():
        if message.id:
            before = known.get(message.id)
            catalog.add(message.id, before.string if before else "")
    path = LOCALE / language / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(_HEADER.format(language=language, plurals=catalog.plural_forms).encode())
        write_po(file, catalog, width=120, omit_header=True, sort_output=True)


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),) if text else ()


def _placeholders(forms: Iterable[str]) -> set[str]:
    return {name for form in forms for name in _PLACEHOLDER.findall(form)}


def main() -> int:
    """Update the catalogues, or only check them."""
    languages = [language for language in LANGUAGES if language != "en"]
    if "--check" not in sys.argv:
        for language in languages:
            update(language)
    found = [problem for language in languages for problem in problems(language)]
    sys.stderr.write("".join(f"{problem}\n" for problem in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
