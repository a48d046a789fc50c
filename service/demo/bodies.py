"""The demonstration's organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from events.organization import OrganizationType
from service.organizations import Names
from workflows.regions import REGIONS


def akimat(region: str) -> str:
    """Give the code of a region's akimat ("almaty-region")."""
    return REGIONS[region].names["en"].lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation to be registered."""

    code: str
    type: OrganizationType
    region: str
    names: Names
    parent: str
    account: bool = True
    site: str | None = None


def bodies() -> Iterator[Body]:
    """Give the demonstration's organisations, superiors first."""
    data = yaml.safe_load(Path(__file__).with_name("organizations.yaml").read_text("utf-8"))
    for key, parent in (("agency", ""), ("kokshe", akimat("KZ-11"))):
        row = data[key]
        names = Names(row["ru"], row["kk"], row["en"])
        body = Body(row["code"], OrganizationType(row["type"]), row["region"], names, parent)
        if key == "agency":
            yield body
            yield from _akimats()
        else:
            yield body
    for code, ru, kk, en in data["departments"]:
        names = Names(f"Управление {ru} Алматинской области", f"Алматы облысының {kk}", f"{en} of Almaty Region")
        yield Body(f"almaty-region.{code}", OrganizationType.UPR, "KZ-19", names, "almaty-region")
    for code, ru, kk, en in data["districts"]:
        names = Names(f"Аппарат акима {ru}", f"{kk} әкімінің аппараты", f"Office of the Akim of {en}")
        yield Body(f"almaty-region.{code}", OrganizationType.RAY, "KZ-19", names, "almaty-region")
    yield from _entities(data["entities"])
    row = data["territory"]
    names = Names(row["ru"], row["kk"], row["en"])
    yield Body("agency.almaty-region", OrganizationType.AGT, "KZ-19", names, "agency")


def _entities(rows: list[list[Any]]) -> Iterator[Body]:
    for code, above, ru, kk, en, account, site in rows:
        names = Names(ru, kk, en)
        kind = OrganizationType.KGS
        yield Body(f"almaty-region.{code}", kind, "KZ-19", names, f"almaty-region.{above}", account, site)


_GENITIVE = (("область", "области"), ("город", "города"), ("ская", "ской"))


def _akimats() -> Iterator[Body]:
    for region in REGIONS.values():
        ru = region.names["ru"]
        for nominative, genitive in _GENITIVE:
            ru = ru.replace(nominative, genitive)
        names = Names(
            f"Аппарат акима {ru}",
            f"{region.names['kk']} әкімінің аппараты",
            f"Office of the Akim of {region.names['en']}",
        )
        yield Body(akimat(region.code), OrganizationType.OBL, region.code, names, "")
