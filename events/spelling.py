"""Names of people as different hands write them: Ё and Е, Kazakh and Russian letters, hyphens, spaces, case."""

import re

_ALIKE = str.maketrans("ёәғқңөұүһіӘҒҚҢӨҰҮҺІ", "еагкноуухиАГКНОУУХИ")
_BETWEEN = re.compile(r"[\s.\-‐‑–'’`]+")


def folded(name: str) -> str:
    """Give a name in the one spelling in which names are compared: small letters, no Kazakh ones, single spaces."""
    return " ".join(_BETWEEN.sub(" ", name.casefold().translate(_ALIKE)).split())
