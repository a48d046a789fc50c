"""The table of sentences, one row a language."""

from functools import cache
from importlib.resources import files

import msgspec
from babel import Locale


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences of one language: `{placeholders}` are filled by `explain`, plurals keyed by CLDR category."""

    locale: str
    day: str
    dated: str
    act_date: str
    units: dict[str, dict[str, str]]
    after: str
    before: str
    same_day: str
    itself: str
    given: dict[str, str]
    periods: dict[str, str]
    extended: str
    day_of_next_month: str
    forward: str
    backward: str
    skipped: str
    worked: str
    weekends: dict[str, str]
    many: dict[str, str]
    reasons: dict[str, str]
    acts: dict[str, str]
    number: str
    act_of: str

    def plural(self, forms: dict[str, str], n: int) -> str:
        """Give the form of the language for that number, with the number in it."""
        return forms[Locale.parse(self.locale).plural_form(n)].format(n=n)


@cache
def _table() -> dict[str, Phrases]:
    return msgspec.yaml.decode(files(__package__).joinpath("phrases.yaml").read_bytes(), type=dict[str, Phrases])


def phrases(language: str) -> Phrases:
    """Give a language's sentences; raises `ValueError` for a language without any."""
    found = _table().get(language)
    if found is None:
        raise ValueError(f"no sentences in the language '{language}': there are {', '.join(_table())}")
    return found
