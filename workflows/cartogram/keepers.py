"""Which akimats keep a cartogram: those of the oblasts, those of the three cities by configuration (l.185; A-57)."""

from datetime import date
from pathlib import Path

import yaml

from events.organization import OrganizationType
from workflows.register import Register


def _read() -> frozenset[str]:
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    found: list[str] = yaml.safe_load(text)["cities_of_republican_significance"]["do_not_keep"]
    return frozenset(found)


WITHOUT_CARTOGRAM = _read()
"""Regions whose akimats keep none, by ISO code."""


def keeps(organization: str, on: date, register: Register) -> bool:
    """Whether an organisation is an akimat that keeps a cartogram."""
    is_akimat = register.type_of(organization, on) is OrganizationType.OBL
    return is_akimat and region_of(organization, on, register) not in WITHOUT_CARTOGRAM


def keeper(organization: str, on: date, register: Register) -> str:
    """Give the akimat whose cartogram shows an organisation's results: itself or the nearest above; "" if there is none."""
    chain = (organization, *register.ancestors(organization, on))
    akimat = next((code for code in chain if register.type_of(code, on) is OrganizationType.OBL), "")
    return akimat if akimat and keeps(akimat, on, register) else ""


def region_of(organization: str, on: date, register: Register) -> str:
    """Give the region of an organisation by its ISO code, "" if it is not in the register."""
    return register.region_of(organization, on)
