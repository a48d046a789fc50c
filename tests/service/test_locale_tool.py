"""The catalogues are complete."""

from pathlib import Path

import pytest

from service import locale_tool
from service.i18n import LANGUAGES

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_is_complete(language: str) -> None:
    """Every message of code, templates and workflows is translated, none is fuzzy, placeholders agree, none is left over."""
    assert list(locale_tool.problems(language)) == []


def test_extraction_finds_all_kinds_of_messages() -> None:
    """Calls in code, calls in templates, titles of fields, states, rules, codes and problems are all collected."""
    found = locale_tool.extracted()
    for message in (
        "Login and password do not fit.",  # t(…) in code
        "Skip to the content",  # _(…) in a template
        "Analysis starts on",  # label(…)
        "Ordered and announced",  # State(…)
        "Monitor for a year",  # Rule(…)
        "Working group",  # a value of an enum
        "There is no such thing",  # a kind of problem
        "Code {code} is used twice.",  # handed to a helper
    ):
        assert message in found, message


def test_what_is_wrong_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing, fuzzy, superfluous or differently filled message is named."""
    monkeypatch.setattr(locale_tool, "LOCALE", tmp_path)
    locale_tool.update("ru")
    path = tmp_path / "ru" / "messages.po"
    text = path.read_text("utf-8")
    assert "“Deadlines” has no translation" in " ".join(locale_tool.problems("ru"))
    text = text.replace(
        'msgid "Deadlines"\nmsgstr ""', '#, fuzzy\nmsgid "Deadlines"\nmsgstr "Сроки"\n\nmsgid "Gone"\nmsgstr "Нет"'
    )
    text = text.replace(
        'msgid "There is no risk {code}."\nmsgstr ""', 'msgid "There is no risk {code}."\nmsgstr "Риска {risk} нет."'
    )
    path.write_text(text, "utf-8")
    found = list(locale_tool.problems("ru"))
    assert "ru: “Deadlines” is marked as fuzzy" in found
    assert "ru: “Gone” is used nowhere" in found
    assert "ru: “Риска {risk} нет.” has other placeholders" in found
    locale_tool.update("ru")
    assert "Gone" not in path.read_text("utf-8")
