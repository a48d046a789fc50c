"""Who acts in the demonstration's story without an account to log in with: everybody has a readable name."""

from collections.abc import Iterable
from itertools import product

from service.demo.step import Place, Step

_FAMILIES = [
    "Абенова",
    "Бекетов",
    "Досжанов",
    "Ермекова",
    "Жанабаев",
    "Искакова",
    "Кенесов",
    "Мусина",
    "Нурланов",
    "Оспанова",
    "Сагинтаев",
    "Тлеуова",
]
_INITIALS = ("А. Е.", "Г. К.", "Д. М.", "С. Т.")
# the shorter list turns first, so that neighbours in the list do not share a family name
_NAMES = [f"{family} {initials}" for initials, family in product(_INITIALS, _FAMILIES)]


def actors(story: Iterable[Step], known: Iterable[Place]) -> list[dict[str, str]]:
    """Give accounts like those of `accounts.yaml` for everybody else in the story; the names are invented.

    `known` are those that have accounts.
    """
    seen = set(known)
    acting = dict.fromkeys(step.place for step in story if step.by != "system")
    missing = [place for place in acting if place not in seen]
    return [_account(place, _name(number)) for number, place in enumerate(sorted(missing))]


def _account(place: Place, name: str) -> dict[str, str]:
    organization, by, person = place
    login = ".".join(filter(None, ("story", organization, by, person)))
    return {"login": login, "name": name, "organization": organization, "person": person, **_capacity(by)}


def _name(number: int) -> str:
    """Name somebody; when the names are used up, they begin anew with a number."""
    again, place = divmod(number, len(_NAMES))
    return f"{_NAMES[place]} {again + 1}" if again else _NAMES[place]


def _capacity(by: str) -> dict[str, str]:
    return {"role": "officer"} if by == "officer" else {"role": "signatory", "post": by}
