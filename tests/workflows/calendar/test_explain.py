"""Dates in words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.case import ExtensionDocument
from events.deadlines import Skipped
from workflows import terms
from workflows.calendar import LANGUAGES, ActType, Calendar, Given, Language, Unit, act_title, day_title, due, explain
from workflows.calendar.day import Code
from workflows.calendar.phrases import phrases

WD, CD, MONTHS, YEARS, NEXT = Unit
FIVE = Calendar.as_known()


@pytest.mark.parametrize(
    ("anchor", "amount", "unit", "language", "text"),
    [
        (
            date(2024, 3, 4),
            -10,
            WD,
            "ru",
            "10 рабочих дней до 4 марта 2024 г. (пн): 19 февраля 2024 г. (пн). Пропущены: выходные 24–25 февраля, 2–3 марта.",
        ),
        (
            date(2024, 3, 7),
            1,
            WD,
            "kk",
            "2024 ж. 7 наурыз (бс) күнінен кейін 1 жұмыс күні: 2024 ж. 11 наурыз (дс). "
            "Есептелмеген күндер: демалыс күндері 9–10 наурыз; 8 наурыз — Халықаралық әйелдер күні.",
        ),
        (
            date(2024, 5, 3),
            3,
            WD,
            "en",
            "3 working days after 3 May 2024 (Fri): 10 May 2024 (Fri). Skipped: weekend 5 May; 7 May — Defender of the "
            "Fatherland Day; 8 May — day of rest moved here, order of the Ministry of Labour No. 109 of 17 April 2024; "
            "9 May — Victory Day. Working days by transfer: 4 May 2024 (Sat).",
        ),
        (
            date(2024, 9, 30),
            5,
            NEXT,
            "ru",
            "5-е число месяца, следующего после 30 сентября 2024 г.: 7 октября 2024 г. (пн). 5 октября 2024 г. (сб) — нерабочий "
            "день, поэтому срок перенесён на ближайший следующий рабочий день. Пропущены: выходные 5–6 октября.",
        ),
        (
            date(2024, 6, 26),
            -10,
            CD,
            "ru",
            "10 календарных дней до 26 июня 2024 г. (ср): 14 июня 2024 г. (пт). 16 июня 2024 г. (вс) — нерабочий день, поэтому "
            "срок перенесён на предшествующий рабочий день. Пропущены: выходной 15 июня; 16 июня — первый день Курбан айта, "
            "сообщение ДУМК от 07.06.2024.",
        ),
        (
            date(2024, 12, 31),
            5,
            NEXT,
            "en",
            "Day 5 of the month after 31 December 2024: 5 January 2025 (Sun). Working days by transfer: 5 January 2025 (Sun).",
        ),
        (date(2024, 3, 5), 0, WD, "ru", "Срок — сам этот день, 5 марта 2024 г. (вт)."),
        (
            date(2024, 12, 30),
            2,
            WD,
            "en",
            "2 working days after 30 December 2024 (Mon): 5 January 2025 (Sun). Skipped: weekend 4 January; 1–2 January — New "
            "Year; 3 January — day of rest moved here, order of the Ministry of Labour No. 436 of 21 November 2024. "
            "Working days by transfer: 5 January 2025 (Sun).",
        ),
    ],
)
def test_sentences(anchor: date, amount: int, unit: Unit, language: Language, text: str) -> None:
    """The count, the move, the skipped days and the days worked by transfer are said in the language asked for."""
    assert explain(due(anchor, amount, unit, FIVE), language) == text


@pytest.mark.parametrize(
    ("n", "text"), [(1, "1 рабочий день"), (2, "2 рабочих дня"), (5, "5 рабочих дней"), (21, "21 рабочий день")]
)
def test_russian_plurals(n: int, text: str) -> None:
    """Numbers agree with their nouns."""
    assert explain(due(date(2024, 9, 2), n, WD, FIVE), "ru").startswith(f"{text} после 2 сентября")


def test_spans_over_months_and_years() -> None:
    """Adjacent days are one span, and a year is written where it differs from the due date's."""
    assert ", 30 November – 1 December." in explain(due(date(2024, 11, 22), 8, WD, FIVE), "en")
    assert "weekends 28–29 December 2024, 4 January;" in explain(due(date(2024, 12, 27), 5, WD, FIVE), "en")


def test_a_long_term_stays_readable() -> None:
    """Beyond eight spans of each sort the days are counted, none is lost."""
    found = due(date(2024, 1, 3), 200, WD, FIVE)
    text = explain(found, "ru")
    assert len(text) < 1000
    assert len(found.skipped) == 93
    assert "; ещё 68 нерабочих дней." in text  # 15 days of weekends and 10 others are listed


def test_working_saturday_is_no_news_in_a_six_day_week() -> None:
    """Only the days of rest of the week itself are told as worked."""
    assert "transfer" not in explain(due(date(2024, 5, 3), 1, WD, Calendar.as_known(week=6)), "en")


def test_the_anchor_is_not_told_as_worked() -> None:
    """A term that starts on a Saturday, off or worked, does not list that Saturday: it never counts."""
    for saturday in (date(2024, 3, 2), date(2024, 5, 4)):
        assert "transfer" not in explain(due(saturday, 1, WD, FIVE), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_act_and_unit_has_words(language: Language) -> None:
    """No language lacks a unit, a reason or a type of act."""
    p = phrases(language)
    assert set(p.units) == {u.value for u in Unit} - {NEXT.value}
    assert set(p.given) == set(p.periods) == set(Given)
    assert set(p.reasons) == {c.value for c in Code}
    assert set(p.acts) == set(ActType) | set(ExtensionDocument)


@pytest.mark.parametrize(
    ("what", "language", "text"),
    [
        (
            Given.MONTH,
            "ru",
            "До конца месяца (март 2024 г.), по 31 марта 2024 г. (вс) включительно: последний день не переносится, даже "
            "если он нерабочий.",
        ),
        (
            Given.QUARTER,
            "en",
            "By the end of the quarter (1st quarter 2024), 31 March 2024 (Sun) included: the last day is not moved even if it "
            "is a day off.",
        ),
        (
            Given.MONTH,
            "kk",
            "Айдың соңына дейін (2024 ж. наурыз), соңғы күні — 2024 ж. 31 наурыз (жс): жұмыс күні болмаса да ауыстырылмайды.",
        ),
        (Given.DAY, "en", "A given day, 31 March 2024 (Sun): it is not moved even if it is a day off."),
    ],
)
def test_what_is_given_and_not_counted_says_so(what: Given, language: Language, text: str) -> None:
    """The end of a period, or a day of its own, is called that, and it is said why a Sunday is not moved."""
    computed = terms.given(what)(date(2024, 3, 31), FIVE)
    assert (computed.unit, computed.due, computed.moved_from) == (what, date(2024, 3, 31), None)
    assert explain(computed, language) == text


def test_titles_of_days_and_acts() -> None:
    """A single day can be told by itself; a holiday without a title is shown by its code, an act by what is known of it."""
    assert day_title(Skipped(date(2024, 3, 25), "substitute", "nauryz"), "ru") == (
        "выходной за праздник «Наурыз мейрамы», совпавший с днём отдыха"
    )
    assert day_title(Skipped(date(2024, 3, 25), "holiday", "extra"), "ru") == "extra"
    assert act_title("government_decree:820:", "kk") == "Үкімет қаулысы № 820"
    assert act_title("ministry_statement::2026-03-18", "ru") == "сообщение Минтруда от 18.03.2026"


def test_unknown_language_is_refused() -> None:
    """A language without sentences is an error, not a silent English."""
    with pytest.raises(ValueError, match="'de'"):
        phrases("de")


@settings(deadline=None)
@given(
    st.dates(date(2017, 6, 1), date(2038, 12, 31)),
    st.integers(-300, 300),
    st.sampled_from([WD, CD]),
    st.sampled_from(LANGUAGES),
)
def test_every_date_can_be_explained(anchor: date, amount: int, unit: Unit, language: Language) -> None:
    """Whatever the calendar answers has words, without a placeholder left over."""
    text = explain(due(anchor, amount, unit, FIVE), language)
    assert text.endswith(".")
    assert not set("{}[]") & set(text)
