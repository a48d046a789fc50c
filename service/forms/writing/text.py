"""What people wrote, so that it does no harm in a document: no character that cannot be seen and turns the others around."""

import re
import unicodedata

_SPACES = str.maketrans({"\t": " ", "\r": None, "\u2028": "\n", "\u2029": "\n", "\u00ad": None})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINES = re.compile(r"\n{2,}")


def harmless(text: str) -> str:
    """Leave out control characters, marks of direction and whatever has no meaning on paper; lines stay lines."""
    told = text.translate(_SPACES)
    if not told.isascii() or not told.isprintable():
        told = "".join(c for c in told if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    return _LINES.sub("\n", told).strip()
