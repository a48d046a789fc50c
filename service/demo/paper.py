"""Papers of the demonstration: one page of text as a small valid PDF, made by us so that real files are kept as evidence."""

from collections.abc import Sequence

_FIRST = 33  # codes of a simple font that letters may have, from here on
_TOP, _LEFT, _LEADING = 780, 60, 22


def pdf(lines: Sequence[str]) -> bytes:
    """Give a page with these lines; letters beyond ASCII go by their names in the encoding of a standard font."""
    letters = {letter: _FIRST + n for n, letter in enumerate(sorted({*"".join(lines)} - {" "}))}
    names = " ".join(f"/uni{ord(letter):04X}" for letter in letters)
    shown = "".join(f"<{_coded(line, letters)}> Tj T*\n" for line in lines)
    text = f"BT /F1 13 Tf {_LEADING} TL {_LEFT} {_TOP} Td\n{shown}ET".encode()
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 6 0 R >>",
        f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{_FIRST} {names}] >>".encode(),
    )


def _coded(line: str, letters: dict[str, int]) -> str:
    return "".join(f"{letters.get(letter, 32):02X}" for letter in line)


def _file(*objects: bytes) -> bytes:
    """Put numbered objects together, with the table of where each begins."""
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return bytes(made) + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
