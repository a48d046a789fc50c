"""Refusals name the bodies and officials whom they are about, in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import service
import workflows
from events.text import Body, Somebody, Text, msg
from service.i18n import LANGUAGES, Language, translator
from service.named import Named
from tests.workflows.organization.country import Country
from tests.workflows.scenario import Scenario
from workflows.actor import SYSTEM, Actor, Role
from workflows.refusals import Invalid, NotPermitted

KINDS = {"organization": {"Body"}, "body": {"Body"}, "person": {"Somebody", "shown"}}
"""What stands for whom in a message, by the name of its placeholder."""


def country() -> Country:
    """A department with its head and deputy, that uploads for a company without an account; somebody of another body."""
    made = Country()
    made.enter("almaty", "OBL", account=True, name_ru="Акимат области", name_kk="Облыс әкімдігі", name_en="Akimat")
    made.enter("energy", "UPR", "almaty", account=True, name_ru="Управление", name_kk="Басқарма", name_en="Department")
    made.enter("water", "KGS", "energy", account=False, name_ru="ГКП «Су»", name_kk="«Су» МКК", name_en="Su Company")
    for code, name in (("p-1", "Ахметова А. К."), ("p-2", "Сериков Б. А."), ("p-3", "Иванов И. И.")):
        made.person(code, name_ru=name, name_latin=f"Latin {code}")
    for body, post, kind, person in (
        ("water", "head", "first_head", "p-1"),
        ("water", "deputy", "deputy_head", "p-2"),
        ("energy", "head", "first_head", "p-3"),
    ):
        made.post(body, post, kind)
        made.appoint(body, post, person)
    return made


REGISTER = country().register


def said(text: Text, language: Language, *, codes: bool = False) -> str:
    """A message as a reader gets it."""
    return translator(language, codes).naming(Named(REGISTER, language))(text)


def calls(folder: Path) -> Iterator[tuple[str, ast.keyword]]:
    """The values that messages of a package are filled with, each with where it stands."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "msg":
                yield from ((f"{path.name}:{node.lineno}", keyword) for keyword in node.keywords)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bodies_are_named(language: Language) -> None:
    """Whoever may not upload reads the names of the bodies; those who work with codes get them too; a stranger's code stays."""
    subtask = {"subtask": "3.2.1", "period": "2024", "assigned_on": "2024-06-03"}
    scenario = Scenario("subtask", "water", REGISTER).do("assign", SYSTEM, "2024-06-03", **subtask)
    begun = {"begun_on": "2024-06-03", "responsible": "Специалист"}
    scenario.do("take_in_hand", Actor("c", Role.OFFICER, "water"), "2024-06-03", **begun)
    with pytest.raises(NotPermitted) as caught:
        scenario.do("upload_evidence", Actor("o", Role.OFFICER, "almaty"), "2024-06-03", uploaded_on="2024-06-03")
    text = caught.value.text
    names = {"ru": ("Управление", "ГКП «Су»"), "kk": ("Басқарма", "«Су» МКК"), "en": ("Department", "Su Company")}
    assert [name in said(text, language) for name in names[language]] == [True, True]
    assert "energy" not in said(text, language)
    assert f"{names[language][0]} (energy)" in said(text, language, codes=True)
    assert "nobody" in said(msg("{body}", body=Body("nobody")), language)


def test_officials_are_named_and_others_are_not() -> None:
    """Of the body's own officials a wrong signature is told by name; whose code was merely tried stays a code."""
    subtask = {"subtask": "3.3.1", "period": "2024", "assigned_on": "2024-06-03"}
    scenario = Scenario("subtask", "water", REGISTER).do("assign", SYSTEM, "2024-06-03", **subtask)
    officer = Actor("o", Role.OFFICER, "water")
    nil = {"declared_on": "2024-06-03", "explanation": "Сертификат не получался"}
    scenario.do("declare_nil", officer, "2024-06-03", **nil)
    told = {}
    for person in ("p-2", "p-3"):
        data = {"signed_on": "2024-06-03", "signature": {"post": "first_head", "person": person}}
        with pytest.raises(Invalid) as caught:
            scenario.do("sign_evidence", officer, "2024-06-03", **data)
        [violation] = caught.value.violations
        told[person] = said(violation.text, "ru")
    assert "Сериков Б. А." in told["p-2"]
    assert "p-2" not in told["p-2"]
    assert "p-3" in told["p-3"]
    assert "Иванов" not in told["p-3"]
    assert "Latin p-2" in said(msg("{person}", person=Somebody("p-2", ("water",))), "en")


def test_messages_say_who_is_meant() -> None:
    """No message is filled with the bare code of a body or person where it speaks of one: each says who is meant."""
    bare = [
        f"{place} {keyword.arg}"
        for package in (workflows, service)
        for place, keyword in calls(Path(str(package.__file__)).parent)
        if keyword.arg in KINDS
        and not (isinstance(keyword.value, ast.Call) and getattr(keyword.value.func, "id", "") in KINDS[keyword.arg])
    ]
    assert bare == []
