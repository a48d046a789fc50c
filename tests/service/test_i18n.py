"""Words in three languages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from events.fields import Channel
from events.risk_analysis import PartyKind
from events.text import msg
from service.i18n import LANGUAGES, Language, catalog, pick, translator


@pytest.mark.parametrize(
    ("accepted", "preferred", "chosen"),
    [
        (None, None, "ru"),
        ("", "kk", "kk"),
        ("ru-RU,ru;q=0.9,en;q=0.8", None, "ru"),
        ("de, kk-KZ;q=0.5, en;q=0.7", None, "en"),
        ("en;q=0, kk", None, "kk"),
        ("en", "fr", "en"),
        ("*;q=0.1, zz", None, "ru"),
        (";;q=x,,", None, "ru"),
    ],
)
def test_language_is_picked(accepted: str | None, preferred: str | None, chosen: str) -> None:
    """What was asked for wins, then the best accepted language, then Russian."""
    assert pick(accepted, preferred) == chosen


def test_messages_are_translated_and_filled() -> None:
    """Values take the place of names, and dates and codes among them are told in the language."""
    text = msg("“{action}” is not possible while the case is “{state}”.", action="sign_report", state="ordered")
    assert (
        translator("ru")(text)
        == "Действие «Подписать аналитическую справку» невозможно, пока дело в состоянии «Приказ издан»."
    )
    assert translator("en")(text) == "“Sign the analytical report” is not possible while the case is “Ordered”."
    assert translator("kk")(msg("This cannot be before {first}.", first=date(2024, 7, 5))).endswith(
        "2024 ж. 5 шілде (жм)."
    )
    assert translator("ru")("This is no message: {braces}") == "This is no message: {braces}"
    assert translator("ru")(msg("There is no risk {code}.", code="{state}")) == "Риска {state} нет."


@pytest.mark.parametrize(
    ("n", "russian"), [(1, "через 1 рабочий день"), (3, "через 3 рабочих дня"), (11, "через 11 рабочих дней")]
)
def test_plurals_follow_the_language(n: int, russian: str) -> None:
    """Russian has three forms, Kazakh one, English two."""
    assert translator("ru").n("in {n} working day", "in {n} working days", n) == russian
    assert translator("kk").n("in {n} working day", "in {n} working days", n) == f"{n} жұмыс күнінен кейін"
    assert (
        translator("en").n("in {n} working day", "in {n} working days", n)
        == f"in {n} working day{'s' if n > 1 else ''}"
    )


def test_dates_and_instants() -> None:
    """A date has its weekday, an instant the time in Kazakhstan."""
    t = translator("ru")
    assert t.date(date(2024, 7, 5)) == "5 июля 2024 (пт)"
    assert (t.plain(date(2024, 7, 5)), t.short(date(2024, 7, 5)), t.day(date(2024, 7, 5))) == (
        "5 июля 2024",
        "05.07.2024",
        "5 июля",
    )
    assert t.month(date(2024, 7, 5)) == "июль 2024"
    assert t.moment(datetime(2024, 7, 5, 20, 30, tzinfo=UTC)) == "6 июля 2024, 01:30"
    assert translator("en").date(date(2024, 7, 5)) == "5 July 2024 (Fri)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_have_names(language: Language) -> None:
    """An enum's value is named; an unknown code stays as it is."""
    t = translator(language)
    assert t(msg("{x}", x=PartyKind.WORKING_GROUP)) == t.code("PartyKind", "working_group") != "working_group"
    assert t.code("PartyKind", "nobody") == "nobody"


def test_quarters_are_words() -> None:
    """A quarter is written out in each language, within any text; where codes are sent back it stays a code."""
    assert translator("ru").quarters("Отдел, 2024Q2") == "Отдел, II квартал 2024"
    assert translator("kk").quarters("2024Q4") == "2024 ж. IV тоқсан"
    refusal = msg("“{unit}” sent nothing for {quarter}.", unit="Отдел", quarter="2024Q3")
    assert "III квартал 2024" in translator("ru")(refusal)
    assert "2024Q3" in translator("ru", codes=True)(refusal)


def test_choices_are_named() -> None:
    """Values to choose from are named in the language; where codes are sent, with them."""
    said = msg("Choose one of: {expected}.", expected=tuple(Channel))
    assert translator("ru")(said) == "Выберите одно из значений: Интернет-ресурс, СМИ, Социальные сети."
    assert "СМИ (media)" in translator("ru", codes=True)(said)


def test_what_has_plural_forms_is_never_said_without_a_number() -> None:
    """A message with plural forms is asked for with the number that chooses one: all forms at once are no sentence."""
    known = catalog("ru")
    assert known
    plural = {message.id[0] for message in known if isinstance(message.id, tuple)}
    said = re.compile(r"""(?:\b_|\bt|\bsay|\bmsg)\(\s*"([^"]+)\"""")
    sources = [path for kind in ("*.html", "*.py") for path in Path("service").rglob(kind)]
    wrong = [(path.name, found) for path in sources for found in said.findall(path.read_text()) if found in plural]
    assert not wrong
