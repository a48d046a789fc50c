"""In which language people wrote what stands in a form of another language, as far as its letters tell: for those who have it read to them."""

_KAZAKH = frozenset("әғқңөұүһі")
_ENOUGH = 30
"""Letters of a text that tells its language; in a shorter one those that Kazakh alone has may be missing by chance."""

_OFTEN, _SELDOM = 12, 25
"""Of so many letters one at least is Kazakh alone in a Kazakh text, and one at most in a Russian one that names a Kazakh."""


def told_in(text: str, language: str) -> str:
    """Give "ru" or "kk" for a text in the other language than that of the form; "" for one in the same, and where it cannot be told."""
    letters = [letter for letter in text.lower() if letter in _KAZAKH or "а" <= letter <= "я" or letter == "ё"]
    if len(letters) < _ENOUGH:
        return ""
    own = sum(letter in _KAZAKH for letter in letters)
    told = "kk" if own * _OFTEN >= len(letters) else "ru" if own * _SELDOM <= len(letters) else ""
    return "" if told == language else told
