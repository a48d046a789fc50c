"""The demonstration's subtasks of Projects 1, 3 and 4: who does what on which day, as far as today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from service.demo.region import REGION, cartogram, schedule
from service.demo.step import Paper, Step, Work

Data = dict[str, Any]

_POLICY, _STANDARD, _PUBLICATION, _WHOLE = "3.2.2", "3.2.5", "3.2.9", 9
_DISTRICT, _MAIN = "almaty-region.talgar", "almaty-region.energy.zhylu"


def works() -> Any:
    """Give what the file says."""
    return yaml.safe_load(Path(__file__).with_name("works.yaml").read_text("utf-8"))


def told(today: date) -> list[Step]:
    """Give all steps up to today, in order of time; of one day, in the order of the work."""
    told = works()
    made = [
        *_documents(told, today.year),
        *_trainings(told["trainings"], today.year),
        *_certificates(today.year),
        *_district(told, today.year),
        *cartogram(),
        *schedule(today),
    ]
    return sorted((step for step in made if step.on <= today), key=lambda step: step.on)


@dataclass(frozen=True, slots=True)
class _Body:
    """Whose subtasks are told: by whose officer they are done and uploaded, and who accepts them."""

    organization: str
    uploader: str
    reviewer: str

    def step(self, on: date, slot: tuple[str, str], action: str, data: Data, by: str = "officer", of: str = "") -> Step:
        """Give a step, by default of the officer who uploads."""
        return Step(on, self.organization, action, by, data, Work("subtask", *slot), of or self.uploader)

    def assigned(self, year: int, slot: tuple[str, str]) -> Step:
        """Give the step by which the plan of the year assigns a subtask."""
        on = date(year, 1, 15)
        data = {"subtask": slot[0], "period": slot[1], "assigned_on": on.isoformat()}
        return self.step(on, slot, "assign", data, "system")

    def proved(
        self, on: date, slot: tuple[str, str], evidence: Mapping[str, str], signature: Data | None
    ) -> Iterator[Step]:
        """Attach papers (title by kind), have them signed two days later, and upload the day after that."""
        for kind, title in evidence.items():
            data = {"kind": kind, "title": title, "attached_on": on.isoformat(), "no_state_secrets": True}
            paper = Paper(title, (title, self.organization, slot[1]))
            yield self.step(on, slot, "attach_evidence", data | {"file": paper, "document_date": on.isoformat()})
        if signature:
            signed = on + timedelta(days=2)
            yield self.step(signed, slot, "sign_evidence", {"signed_on": signed.isoformat(), "signature": signature})
        uploaded = on + timedelta(days=3)
        yield self.step(uploaded, slot, "upload_evidence", {"uploaded_on": uploaded.isoformat()})

    def judged(self, on: date, slot: tuple[str, str], reason: str = "") -> Step:
        """Accept it, or return it for a reason."""
        if reason:
            return self.step(on, slot, "send_back", {"returned_on": on.isoformat(), "reason": reason}, of=self.reviewer)
        return self.step(on, slot, "accept", {"accepted_on": on.isoformat()}, of=self.reviewer)


def _body(row: Data) -> _Body:
    code: str = row["organization"]
    return _Body(code, row.get("uploader", code), row.get("reviewer", "almaty-region.energy"))


def _documents(told: Data, year: int) -> Iterator[Step]:
    """Tell the nine documents of each entity: one after the other, the publication last."""
    for row in told["entities"]:
        body, first = _body(row), _day(year, row["from"])
        for number, (subtask, (title, document_no)) in enumerate(told["documents"].items()):
            yield body.assigned(year, (subtask, str(year)))
            if number < row["have"]:
                on = first + timedelta(days=6 * number)
                yield from _document(body, row, on, subtask, title, document_no)
        yield body.assigned(year, (_PUBLICATION, str(year)))
        if row["have"] == _WHOLE or row.get("familiarised"):
            yield from _publication(body, row, first + timedelta(days=55), list(told["documents"]))


def _document(body: _Body, row: Data, on: date, subtask: str, title: str, document_no: str) -> Iterator[Step]:
    slot = (subtask, str(on.year))
    renewed = on + timedelta(days=150) if row.get("renewed") == subtask else None
    yield from _confirmed(body, row, on, slot, title, document_no)
    reviewed = on + timedelta(days=8)
    if row.get("returned") == subtask:
        yield body.judged(reviewed, slot, "На скане нет подписи председателя наблюдательного совета")
    else:
        yield body.judged(reviewed, slot)
    if renewed:
        lapsed = {"lapsed_on": renewed.isoformat(), "reason": "Утверждён новый порядок с горячей линией"}
        yield body.step(renewed, slot, "lapse", lapsed)
        again = renewed + timedelta(days=3)
        yield from _confirmed(body, row, again, slot, f"{title} (новая редакция)", f"{document_no}/2")
        yield body.judged(again + timedelta(days=9), slot)


def _confirmed(body: _Body, row: Data, on: date, slot: tuple[str, str], title: str, document_no: str) -> Iterator[Step]:
    contents = {"contents": ["goals", "principles", "measures", "liability"]} if slot[0] == _POLICY else {}
    data: Data = {"title": title, "document_no": document_no, "approved_on": on.isoformat(), **contents}
    if slot[0] == _STANDARD:
        data["public_took_part"] = True
    yield body.step(on, slot, "confirm_document", data)
    signature: Data = {"post": "approving_body" if row.get("board") else "first_head"}
    if row.get("named"):
        signature["person"] = "p-000012"
    yield from body.proved(on + timedelta(days=1), slot, {"doc": title}, signature)


def _publication(body: _Body, row: Data, on: date, documents: list[str]) -> Iterator[Step]:
    slot, day = (_PUBLICATION, str(on.year)), on.isoformat()
    if row.get("familiarised"):
        data: Data = {"reported_on": day, "familiarised_on": day, "employees": 64}
        yield body.step(on, slot, "record_publication", data)
        yield from body.proved(on, slot, {"familiarisation": "Лист ознакомления работников"}, {"post": "first_head"})
        return
    site = f"https://{body.organization.rsplit('.', 1)[-1]}.example.kz/compliance"
    links = [{"document": code, "address": f"{site}/{code}", "published_on": day} for code in documents]
    yield body.step(on, slot, "record_publication", {"reported_on": day, "documents": links})
    yield from body.proved(on, slot, {}, None)
    yield body.judged(on + timedelta(days=7), slot)


def _trainings(rows: list[list[Any]], year: int) -> Iterator[Step]:
    body = _Body(_MAIN, _MAIN, "almaty-region.energy")
    for shift, quarter, day, topic in rows:
        slot, on = ("3.1.1", f"{year + shift}Q{quarter}"), _day(year + shift, day)
        yield body.assigned(year + shift, slot)
        yield body.step(on, slot, "record_training", {"held_on": on.isoformat(), "topic": topic, "participants": 34})
        papers = {"info": f"Информация о мероприятии: {topic}", "protocol": f"Протокол мероприятия № {quarter}"}
        yield from body.proved(on + timedelta(days=4), slot, papers, {"post": "first_head", "person": "p-000009"})
        yield body.judged(on + timedelta(days=12), slot)


def _certificates(year: int) -> Iterator[Step]:
    body, slot, on = _Body(_MAIN, _MAIN, "almaty-region.energy"), ("3.3.1", str(year)), date(year, 10, 7)
    yield body.assigned(year, slot)
    certificate = {
        "standard": "st_rk_iso_37001",
        "number": "KZ.Q.01.0123",
        "issued_on": date(year, 9, 16).isoformat(),
        "body": "ТОО «Серт»",
        "file": Paper("Сертификат", ("Сертификат KZ.Q.01.0123", "СТ РК ISO 37001", body.organization)),
    }
    yield body.step(on, slot, "record_certificates", {"reported_on": on.isoformat(), "certificates": [certificate]})
    papers = {"info": "Информация о полученном сертификате"}
    yield from body.proved(on, slot, papers, {"post": "deputy_head", "person": "p-000010"})


def _district(told: Data, year: int) -> Iterator[Step]:
    body = _Body(_DISTRICT, _DISTRICT, REGION)
    akim, ethics = {"post": "district_akim", "person": "p-000006"}, {"post": "ethics_officer", "person": "p-000008"}
    yield from (body.assigned(year, ("4.1.1", f"{year}Q{quarter}")) for quarter in range(1, 5))
    for quarter, day, number, agenda in told["sittings"]:
        slot, on = ("4.1.1", f"{year}Q{quarter}"), _day(year, day)
        yield body.step(on, slot, "record_sitting", {"held_on": on.isoformat(), "number": number, "agenda": agenda})
        papers = {
            "schedule": "График заседаний комиссии",
            "info": "Информация о заседании",
            "protocol": f"Протокол № {number}",
        }
        yield from body.proved(on + timedelta(days=2), slot, papers, akim)
        yield body.judged(on + timedelta(days=15), slot)
    yield from (body.assigned(year, ("4.2.3", f"{year}-{month:02}")) for month in range(1, 13))
    for day, topics, units, participants, done in told["ethics"]:
        on = _day(year, day)
        slot = ("4.2.3", f"{on:%Y-%m}")
        data = {"held_on": on.isoformat(), "format": "offline", "topics": topics, "units": units}
        yield body.step(
            on, slot, "record_ethics_event", data | {"participants": participants, "work_done": done}, "ethics_officer"
        )
        yield from body.proved(on + timedelta(days=1), slot, {"attachments": "Фотоотчёт и список участников"}, ethics)
    yield from _quota(body, told["trainees"], year, akim)
    yield from _course(body, year)
    yield from _propaganda(body, year)


def _quota(body: _Body, rows: list[list[str]], year: int, akim: Data) -> Iterator[Step]:
    slot = ("4.2.1", str(year))
    yield body.assigned(year, slot)
    course = {
        "position": "Главный специалист",
        "provider": "Академия государственного управления",
        "course": "Противодействие коррупции",
    }
    last = date(year, 1, 1)
    for number, (day, name, ended) in enumerate(rows, 1):
        last, end = _day(year, day), _day(year, ended)
        trainee = {"name": name, "began_on": (end - timedelta(days=4)).isoformat(), "ended_on": end.isoformat()}
        paper = Paper("Сертификат слушателя", ("Сертификат слушателя", name))
        rest = {"certificate_no": f"АГУ-{100 + number}", "certificate": paper}
        data = {"reported_on": last.isoformat(), "staff": 60, "trainees": [trainee | course | rest]}
        yield body.step(last, slot, "record_trainees", data)
    yield from body.proved(last, slot, {"note": "Справка об обучении государственных служащих"}, akim)


def _course(body: _Body, year: int) -> Iterator[Step]:
    slot, on = ("4.2.2", str(year)), date(year, 10, 30)
    yield body.assigned(year, slot)
    data = {"confirmed_on": on.isoformat(), "servants": 57, "newly_hired": 6}
    yield body.step(on, slot, "confirm_course", data, of="agency")


def _propaganda(body: _Body, year: int) -> Iterator[Step]:
    slot, on = ("4.3.1", str(year)), date(year, 9, 18)
    yield body.assigned(year, slot)
    data = {
        "kind": "life_situation", "subject": "Получение разрешения на строительство", "measure": "Встреча с предпринимателями",
        "held_on": on.isoformat(), "held_at": "15:00", "evidence_address": "https://example.kz/kz2050/4-3-1",
    }  # fmt: skip
    yield body.step(on, slot, "record_propaganda", data)


def _day(year: int, day: str) -> date:
    return date.fromisoformat(f"{year}-{day}")
