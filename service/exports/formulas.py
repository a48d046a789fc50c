"""Cells that a spreadsheet would take for a formula (OWASP, "CSV injection")."""

import unicodedata

_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠")
_UNSEEN = frozenset({"Cf", "Zs"})


def looks_like_formula(text: str) -> bool:
    """Whether a program may carry a text out: by its first character, or the first that can be seen."""
    if not text:
        return False
    if text[0] in _BEGINNINGS:
        return True
    seen = next((c for c in text if unicodedata.category(c) not in _UNSEEN), "")
    return seen in _BEGINNINGS and seen != "\n"


def escaped(text: str) -> str:
    """Mark a text as a text, if it could be taken for a formula."""
    return f"'{text}" if looks_like_formula(text) else text
