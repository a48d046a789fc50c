"""Two texts held against each other: what programs add does not matter, what people changed does, and is named with its page."""

import time

import pytest

from service.forms.signed.texts import Difference, Said, difference

FORM = (
    "Приложение №2\nАппарат басшысы\n« » _____ 2024 год\nОТЧЁТ\n1 Доля в ТОО не передана",
    "2 Фактов не выявлено.\nСодержит все сведения",
)


def held(*pages: str) -> Difference | None:
    """How pages stand to the form."""
    return difference(Said(FORM).undated, Said(pages).undated)


def test_spaces_lines_and_ways_to_write_a_letter_are_no_difference() -> None:
    """Another width of the page breaks lines elsewhere; a letter with its mark apart is the same letter."""
    first = FORM[0].replace("\n", "\u00a0 ").replace("Ё", "Е\u0308")
    assert held(first, "\u200b" + FORM[1].replace(" ", "\n")) is None


def test_a_word_that_is_divided_is_the_same() -> None:
    """A program may divide words at the ends of lines, where some have a hyphen of their own; between numbers it is a sign."""
    assert held(FORM[0].replace("передана", "пере-\nдана"), FORM[1].replace("Содержит", "Содер\u2010\nжит")) is None
    own, divided = Said(("Кто-то из-за й-й, № 12-34 -",)), Said(("Кто-\nто из-\nза и\u0306-\nй, № 12-34 -",))
    assert difference(own, divided) is None
    assert difference(own, Said(("Кто-то из-за й-й, № 1234 -",))) is not None


@pytest.mark.parametrize("day", ["«5» июля 2024 года", "« 05 » июля 2024 год", "«5» _____ 2024 год"])
def test_the_day_that_is_written_by_hand_is_no_difference(day: str) -> None:
    """The form leaves the day of the signature to whoever signs."""
    assert held(FORM[0].replace("« » _____ 2024 год", day), FORM[1]) is None


def test_the_day_is_filled_in_in_kazakh_too() -> None:
    """There the year stands first."""
    form, signed = (Said((f"2024 жылғы {day}\nЕСЕП 1 дерек",)).undated for day in ("« » _____", "«5» шілде"))
    assert difference(form, signed) is None


def test_another_year_in_the_line_for_the_day_is_a_difference() -> None:
    """It is printed, not filled in."""
    found = held(FORM[0].replace("2024 год", "2025 год"), FORM[1])
    assert found is not None
    assert (found.page, found.stands[:4], found.form_says[:4]) == (1, "2025", "2024")


def test_the_first_difference_is_named_with_its_page() -> None:
    """What stands there from that word on, and what the form says there."""
    found = held(FORM[0], FORM[1].replace("не выявлено", "не выяснено"))
    assert found == Difference(2, "выяснено. Содержит все сведения", "выявлено. Содержит все сведения")


def test_what_is_left_out_or_added_at_the_end_is_a_difference() -> None:
    """A file that ends early says nothing more; one with another page says what the form does not."""
    assert held(FORM[0]) == Difference(1, "", "2 Фактов не выявлено. Содержит все сведения")
    assert held(*FORM, "Приложение: согласие") == Difference(3, "Приложение: согласие", "")


@pytest.mark.parametrize(
    ("pages", "scan"),
    [
        (("", ""), True),
        (("Scanned with CamScanner",) * 3, True),
        (("",), True),
        ((), True),
        (FORM, False),
        ((*FORM, *[""] * 99), False),
    ],
)
def test_a_scan_has_no_text_to_speak_of(pages: tuple[str, ...], scan: bool) -> None:
    """A line of the program that scanned is not what a form says."""
    assert Said(pages).is_scan is scan


def test_marks_without_end_take_no_time() -> None:
    """A letter with a million marks is compared like any other text."""
    begun = time.process_time()
    assert held(FORM[0], "а" + "\u0301\u0323" * 500_000) is not None
    assert time.process_time() - begun < 20
