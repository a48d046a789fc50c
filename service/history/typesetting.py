"""Sets a document in a process of its own, given by its path: memory that setting takes is given back, and a fault takes nobody along.

Reads from standard input a JSON object with `template`, `data` and maybe the `standards` that the PDF keeps to, writes the PDF to standard output. Nothing of it touches the disk.
The arguments are how many bytes of memory and seconds of the processor it may take: what needs more is ended by a signal.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typst

_SHOWN_BY_ALL = 0x500
"""Below it, every letter is in the fonts: Latin, Greek, and Cyrillic with all of Kazakh."""

_MOST_TRIALS = 2_000
_NO_LETTER = 0xFFFD

_LETTERS = b"""#set document(title: "x", date: datetime(year: 2024, month: 1, day: 1))
#set text(lang: "ru", font: "Libertinus Serif")
= x
#json(bytes(sys.inputs.data)).join(linebreak())"""


def main() -> None:
    """Keep to the limits, and set what comes in; the fonts are those that the library brings, on every machine the same."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin.buffer)
    setter = _Setter(asked.get("standards", []))
    data = json.dumps(asked["data"], ensure_ascii=False)
    sys.stdout.buffer.write(setter.set(asked["template"].encode(), data.translate(setter.lacking(data))))


class _Setter:
    """Sets documents by standards, which want every letter to be in a font: what none has is printed as a sign that there is a letter."""

    def __init__(self, standards: Any) -> None:
        self._compiler, self._standards = typst.Compiler(ignore_system_fonts=True), standards
        self._trials = 0

    def set(self, template: bytes, data: str) -> bytes:
        """Set a document; raises `typst.TypstError`."""
        made = self._compiler.compile(template, sys_inputs={"data": data}, format="pdf", pdf_standards=self._standards)
        if not isinstance(made, bytes):
            raise TypeError("a PDF is one file")
        return made

    def lacking(self, data: str) -> Mapping[int, int]:
        """Give the letters of a text that no font has, each with what is printed instead."""
        unusual = sorted({letter for letter in data if ord(letter) >= _SHOWN_BY_ALL}) if self._standards else []
        return dict.fromkeys(map(ord, self._not_shown(unusual)), _NO_LETTER)

    def _not_shown(self, letters: Sequence[str]) -> Iterator[str]:
        self._trials += 1
        if not letters or (self._trials <= _MOST_TRIALS and self._is_shown(letters)):
            return
        if len(letters) == 1 or self._trials > _MOST_TRIALS:
            yield from letters
            return
        half = len(letters) // 2
        yield from self._not_shown(letters[:half])
        yield from self._not_shown(letters[half:])

    def _is_shown(self, letters: Sequence[str]) -> bool:
        try:
            self.set(_LETTERS, json.dumps(letters))
        except typst.TypstError:
            return False
        return True


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
