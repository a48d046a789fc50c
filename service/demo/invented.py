"""Bodies of a synthetic country: each is made up by its number, so that the same number always gives the same body."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from events.organization import OrganizationType
from service.demo.bodies import Body
from service.organizations import Names

CAPITAL = "KZ-71"


class _Words(NamedTuple):
    """What something is called: its code, in Russian (genitive), Kazakh and English."""

    code: str
    ru: str
    kk: str
    en: str


@cache
def _words(kind: str) -> tuple[_Words, ...]:
    """Give the demonstration's words for fields ("departments") or districts."""
    text = Path(__file__).with_name("organizations.yaml").read_text("utf-8")
    return tuple(_Words(*row) for row in yaml.safe_load(text)[kind])


def _field(number: int) -> _Words:
    """Name a field of government: «образования», «Білім», "Education"."""
    code, ru, kk, en = _words("departments")[number % len(_words("departments"))]
    return _Words(code, ru, kk.removesuffix(" басқармасы"), en.removeprefix("Department of "))


def ministry(number: int) -> Body:
    """Make up a central body: a ministry for each field, then agencies."""
    field, again = _field(number), number // len(_words("departments"))
    names = (
        Names(f"Министерство {field.ru}", f"{field.kk} министрлігі", f"Ministry of {field.en}")
        if again == 0
        else Names(f"Агентство {field.ru}", f"{field.kk} агенттігі", f"Agency for {field.en}")
    )
    code = f"{'ministry' if again == 0 else 'agency' if again == 1 else f'agency-{again}'}.{field.code}"
    return Body(code, OrganizationType.CGO, CAPITAL, names, "")


def committee(number: int, ministries: Sequence[Body]) -> Body:
    """Make up a committee of a central body."""
    above, n = ministries[number % len(ministries)], number // len(ministries) + 1
    genitive = above.names.ru.replace("ство ", "ства ", 1)
    names = Names(
        f"Комитет № {n} {genitive}", f"{above.names.kk}нің № {n} комитеті", f"Committee No. {n} of the {above.names.en}"
    )
    return Body(f"{above.code}.committee-{n}", OrganizationType.KOM, CAPITAL, names, above.code)


def territorial(number: int, committees: Sequence[Body], akimats: Sequence[Body]) -> Body:
    """Make up a committee's department in a region."""
    above, akimat = committees[number % len(committees)], akimats[number // len(committees) % len(akimats)]
    ru, kk, en = _region(akimat)
    names = Names(
        f"{above.names.ru}: департамент {ru}",
        f"{above.names.kk}: {kk} бойынша департамент",
        f"{above.names.en}: Department of {en}",
    )
    return Body(f"{above.code}.{akimat.code}", OrganizationType.TER, akimat.region, names, above.code)


def department(number: int, akimats: Sequence[Body]) -> Body:
    """Make up a department of a region's akimat."""
    above, field = akimats[number % len(akimats)], _field(number // len(akimats))
    ru, kk, en = _region(above)
    names = Names(f"Управление {field.ru} {ru}", f"{kk}ның {field.kk} басқармасы", f"Department of {field.en} of {en}")
    return Body(f"{above.code}.{field.code}", OrganizationType.UPR, above.region, names, above.code)


def district(number: int, akimats: Sequence[Body]) -> Body:
    """Make up the akimat of a district."""
    above, words = akimats[number % len(akimats)], _district(number, akimats)
    ru, kk, en = _region(above)
    names = Names(
        f"Аппарат акима {words.ru} {ru}",
        f"{kk} {words.kk} әкімінің аппараты",
        f"Office of the Akim of {words.en}, {en}",
    )
    return Body(f"{above.code}.{words.code}", OrganizationType.RAY, above.region, names, above.code)


def _district(number: int, akimats: Sequence[Body]) -> _Words:
    words = _words("districts")
    return words[number // len(akimats) % len(words)]


def section(number: int, districts: Sequence[Body], akimats: Sequence[Body]) -> Body:
    """Make up a section of a district."""
    place = number % len(districts)
    above, field, words = districts[place], _field(number // len(districts)), _district(place, akimats)
    ru, kk, en = _region(akimats[place % len(akimats)])
    names = Names(
        f"Отдел {field.ru} {words.ru} {ru}",
        f"{kk} {words.kk}ның {field.kk} бөлімі",
        f"Section of {field.en} of {words.en}, {en}",
    )
    return Body(f"{above.code}.{field.code}", OrganizationType.OTD, above.region, names, above.code)


def enterprise(number: int, departments: Sequence[Body]) -> Body:
    """Make up a municipal enterprise that a department supervises."""
    above, n = departments[number % len(departments)], number // len(departments) + 1
    names = Names(
        f"КГП «{above.names.ru} № {n}»", f"«{above.names.kk} № {n}» КМК", f"Enterprise No. {n}, {above.names.en}"
    )
    return Body(f"{above.code}.enterprise-{n}", OrganizationType.KGS, above.region, names, above.code)


def _region(akimat: Body) -> tuple[str, str, str]:
    """Name the region of an akimat: in Russian in the genitive, in Kazakh in the nominative, in English."""
    names = akimat.names
    return (
        names.ru.removeprefix("Аппарат акима "),
        names.kk.removesuffix(" әкімінің аппараты"),
        names.en.removeprefix("Office of the Akim of "),
    )
