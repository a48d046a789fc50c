"""Names of files and folders that every system takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.exports.archive import safe


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("Приказ № 5/1: «О плане»", "Приказ № 5 1 «О плане»"),
        ("con", "_con"),
        ("nul.txt", "_nul.txt"),
        ("справка\u202egnp", "справкаgnp"),
        ("Отчёт.  ", "Отчёт"),
        ("", "_"),
        ("Ә" * 100, "Ә" * 60),
        (
            "Подтверждение наличия Внутренней политики противодействия коррупции",
            "Подтверждение наличия Внутренней политики противодействия",
        ),
    ],
)
def test_names_are_harmless(text: str, name: str) -> None:
    """What leads elsewhere, turns the text, or has another meaning to a system does not get into a name."""
    assert safe(text, 60) == name


@given(st.text(max_size=300))
def test_any_text_gives_a_name(text: str) -> None:
    """Whatever somebody wrote: one part of a path, neither empty nor too long."""
    name = safe(text, 60)
    assert name.strip()
    assert not set('<>:"/\\|?*\n') & set(name)
    assert len(name) <= 61
    assert name[-1] not in " ."
