"""Sets a document in a process of its own, given by its path: memory that setting takes is given back, and a fault takes nobody along.

Reads from standard input a JSON object with `template`, `data` and maybe the `standards` that the PDF keeps to, writes the PDF to standard output. Nothing of it touches the disk.
The arguments are how many bytes of memory and seconds of the processor it may take: what needs more is ended by a signal.

A PDF that keeps to a standard may hold no letter that the fonts lack (emoji, Chinese, letters of private use), and would not be made at all: people write such letters, so each is printed as “�”.
"""

import json
import os
import re
import sys
from typing import Any

import typst

from service.limits import keep_to_limits

LACKING = "\N{REPLACEMENT CHARACTER}"
"""What stands for letters that no font of the library has."""

_ATTEMPTS = 5  # of what is written beside a letter that is gone, another may be lacking: once more, and no more
_COMPLAINT = re.compile(r'(?:the text|the PDF contains the codepoint) `"((?:[^"\\]|\\.)+)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")


def main() -> None:
    """Keep to the limits, and set what comes in; the fonts are those that the library brings, on every machine the same."""
    keep_to_limits()
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(_made(asked["template"].encode(), asked["data"], asked.get("standards", []), _ATTEMPTS))


def _made(template: bytes, data: Any, standards: Any, attempts: int) -> bytes:
    """Set the document, without the letters of which the library complains that it has them in no font."""
    said = json.dumps(data, ensure_ascii=False)
    try:
        made = typst.Compiler(ignore_system_fonts=True).compile(
            template, sys_inputs={"data": said}, format="pdf", pdf_standards=standards
        )
    except typst.TypstError as error:
        lacking = {_ESCAPED.sub(_letter, one) for one in _COMPLAINT.findall(error.diagnostic)}
        if not lacking or not attempts:
            raise
        return _made(
            template,
            _without(re.compile("|".join(map(re.escape, sorted(lacking, key=len, reverse=True)))), data),
            standards,
            attempts - 1,
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _letter(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16)) if escaped[1] else escaped[2]


def _without(lacking: re.Pattern[str], data: Any) -> Any:
    if isinstance(data, str):
        return lacking.sub(LACKING, data)
    if isinstance(data, list):
        return [_without(lacking, one) for one in data]
    return {name: _without(lacking, one) for name, one in data.items()} if isinstance(data, dict) else data


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
