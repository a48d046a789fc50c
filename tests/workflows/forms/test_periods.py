"""Which period a form is of, and which state of the record: a clean form says it, and no file is taken for that of another period."""

from datetime import date
from itertools import product

import msgspec
import pytest

from service.forms.giving import file_name
from tests.workflows.forms.samples import form
from workflows.forms import FormLanguage, Mark, Mode, Said, forms, lay_out

LANGUAGES: tuple[FormLanguage, ...] = ("ru", "kk")


@pytest.mark.parametrize(
    ("appendix", "period", "language", "said"),
    [
        (2, "2024Q2", "ru", "за II квартал 2024 года"),
        (2, "2024Q4", "kk", "2024 жылғы IV тоқсан үшін"),
        (2, "2024", "ru", "за 2024 год"),
        (5, "2024-05", "ru", "за май 2024 года"),
        (6, "2024-12", "kk", "2024 жылғы желтоқсан айы үшін"),
        (1, "2024", "kk", "2024 жыл үшін"),
        (3, "2024", "ru", "за 2024 год"),
    ],
)
def test_a_clean_form_says_its_period_below_its_title(
    appendix: int, period: str, language: FormLanguage, said: str
) -> None:
    """The Instruction leaves no room for it: letter for letter the title says nothing of it."""
    clean, verbatim = (lay_out(form(appendix, period=period), mode, language) for mode in (Mode.CLEAN, Mode.VERBATIM))
    assert clean.title[-1].text == said
    assert said not in [paragraph.text for paragraph in verbatim.title]


@pytest.mark.parametrize("appendix", range(1, 7))
def test_no_two_periods_have_the_same_file(appendix: int) -> None:
    """Whatever the period, language and mode, the name of the document, its mark and the name of the file are of that period alone."""
    every = [*forms()[appendix].every_period(2024), *forms()[appendix].every_period(2025)]
    for mode, language in product(Mode, LANGUAGES):
        sheets = [lay_out(form(appendix, period=period), mode, language) for period in every]
        assert len({sheet.name for sheet in sheets}) == len({sheet.mark for sheet in sheets}) == len(every)
    names = {file_name(form(appendix, period=period), mode, "ru", "pdf") for period in every for mode in Mode}
    assert len(names) == len(every) * len(Mode)


def test_a_clean_form_says_up_to_which_entry_it_tells_everything() -> None:
    """By the newest entry in it, at the time of Kazakhstan, and of what had happened by which day; letter for letter it says nothing."""
    content = msgspec.structs.replace(form(2, said=Said.NIL), known_at="2024-07-03T21:15:07.5+00:00")
    assert lay_out(content, Mode.CLEAN, "ru").below[-1].text == (
        "Содержит все сведения, внесённые по 04.07.2024 02:15:07."
    )
    until = msgspec.structs.replace(content, true_on=date(2024, 6, 30).isoformat())
    for language, words in (("ru", "о произошедшем по 30.06.2024"), ("kk", "30.06.2024 дейін болған")):
        assert words in lay_out(until, Mode.CLEAN, language).below[-1].text  # type: ignore[arg-type]
    assert lay_out(until, Mode.VERBATIM, "ru").below == ()
    assert len(lay_out(until, Mode.CLEAN, "ru").below) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", list(Mode))
def test_a_mark_is_read_as_it_was_written(mode: Mode, language: FormLanguage) -> None:
    """Which form, of whom, of when, how printed: all of it comes back."""
    content = msgspec.structs.replace(
        form(5, period="2024-05"), known_at="2024-07-03T05:00:00+00:00", true_on="2024-06-30", consolidated=True
    )
    mark = Mark.of(content, mode, language)
    assert Mark.read(lay_out(content, mode, language).mark) == mark
    assert mark.is_of(content)
    assert mark.is_as_of("2024-07-03T05:00:00+00:00", "2024-06-30")
    for other in ({"period": "2024-06"}, {"organization": "almaty.other"}, {"appendix": 6}, {"consolidated": False}):
        assert not mark.is_of(msgspec.structs.replace(content, **other))


@pytest.mark.parametrize(
    "text",
    [
        "", "отчёт; май", "tbn4-form", "tbn4-form/2/a/2024/own//", "tbn4-form/x/a/2024/own///clean/ru",
        "tbn4-form/2/a/2024/both///clean/ru", "tbn4-form/2/a/2024/own///bold/ru", "tbn4-form/2/a/2024/own///clean/en",
        "other/2/a/2024/own///clean/ru", "tbn4-form/²/a/2024/own///clean/ru",
    ],
)  # fmt: skip
def test_what_is_no_mark_is_none(text: str) -> None:
    """Anybody may write anything into the properties of a file."""
    assert Mark.read(text) is None
