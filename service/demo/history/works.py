"""What is reported and proved in each subtask of Projects 3 and 4, by the day of the work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from service.demo.history.parts import Holder, Likeness, Place

Data = dict[str, Any]

_SITE = f"https://{Place.OWN}.example.kz"
_DOCUMENTS = {
    "3.2.1": "Положение об антикоррупционной комплаенс-службе",
    "3.2.2": "Внутренняя политика противодействия коррупции",
    "3.2.3": "Инструкция по противодействию коррупции для работников",
    "3.2.4": "Политика выявления и урегулирования конфликта интересов",
    "3.2.5": "Антикоррупционный стандарт",
    "3.2.6": "План мероприятий по противодействию коррупции",
    "3.2.7": "Порядок информирования о фактах коррупции",
    "3.2.8": "Кодекс корпоративной этики и поведения",
}


TITLES: dict[str, str] = {}
"""The titles of the documents that walks have named so far, by the hashes that stand for them."""


def paper(title: str) -> str:
    """Give the hash that stands for a document in a walk; each body has its own in its place."""
    found = sha256(title.encode()).hexdigest()
    TITLES[found] = title
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """How a subtask is done: the action that reports it, its data by the day, evidence by kind with its title, who signs."""

    action: str
    data: Callable[[date, Likeness], Data]
    evidence: Mapping[str, str] = field(default_factory=dict)
    signs: Holder | None = Holder.HEAD


def work(subtask: str, likeness: Likeness) -> Work:
    """Give how bodies like these do a subtask."""
    if title := _DOCUMENTS.get(subtask):
        return Work("confirm_document", lambda on, _: _document(subtask, title, on), {"doc": title})
    if subtask == "3.2.9" and not likeness.site:
        evidence = {"familiarisation": "Лист ознакомления работников"}
        return Work("record_publication", lambda on, _: _familiarised(on), evidence)
    return _WORKS[subtask]


def _document(subtask: str, title: str, on: date) -> Data:
    data: Data = {"title": title, "document_no": "§number§-П", "approved_on": _iso(on)}
    if subtask == "3.2.2":
        data["contents"] = ["goals", "principles", "measures", "liability"]
    if subtask == "3.2.5":
        data["public_took_part"] = True
    return data


def _familiarised(on: date) -> Data:
    return {"reported_on": _iso(on), "familiarised_on": _iso(on), "employees": 40 + on.toordinal() % 160}


def _published(on: date, _likeness: Likeness) -> Data:
    links = [
        {"document": code, "address": f"{_SITE}/compliance/{code}", "published_on": _iso(on)} for code in _DOCUMENTS
    ]
    return {"reported_on": _iso(on), "documents": links}


def _training(on: date, _likeness: Likeness) -> Data:
    return {"held_on": _iso(on), "topic": "§topic§", "participants": 12 + on.toordinal() % 60}


def _certificates(on: date, _likeness: Likeness) -> Data:
    certificate = {
        "standard": "st_rk_iso_37001", "number": "KZ.Q.01.§number§", "issued_on": _iso(on - timedelta(days=10)),
        "body": "ТОО «Серт»", "file": paper("Сертификат соответствия"),
    }  # fmt: skip
    return {"reported_on": _iso(on), "certificates": [certificate]}


def _sitting(on: date, _likeness: Likeness) -> Data:
    return {"held_on": _iso(on), "number": "§number§", "agenda": ["§topic§", "О плане работы комиссии"]}


def _order(on: date, _likeness: Likeness) -> Data:
    part, total = 4_000_000 + on.toordinal() % 9 * 500_000, 90_000_000 + on.toordinal() % 30 * 1_000_000
    return {
        "reported_on": _iso(on), "total": total, "anticorruption": part, "breakdown": [{"unit": "Отдел внутренней политики", "amount": part}],
        "total_of_year": total, "anticorruption_of_year": part, "total_of_next_year": total, "anticorruption_of_next_year": part,
    }  # fmt: skip


def _trainees(on: date, _likeness: Likeness) -> Data:
    trained = 1 + on.toordinal() % 3
    course = {
        "position": "Главный специалист", "provider": "Академия государственного управления", "course": "Противодействие коррупции",
        "began_on": _iso(on - timedelta(days=12)), "ended_on": _iso(on - timedelta(days=8)),
    }  # fmt: skip
    rows = [
        course | {"name": f"§person{n}§", "certificate_no": f"АГУ-§number§/{n}", "certificate": paper(f"Сертификат слушателя № {n}")}
        for n in range(trained)
    ]  # fmt: skip
    return {"reported_on": _iso(on), "staff": 20 + on.toordinal() % 25, "trainees": rows}


def _ethics(on: date, _likeness: Likeness) -> Data:
    topics = ("restrictions", "new_legislation", "accountability", "statistics", "programmes")
    return {
        "held_on": _iso(on), "format": "online" if on.toordinal() % 4 == 0 else "offline", "topics": [topics[on.toordinal() % len(topics)]],
        "units": ["§unit§"], "participants": 8 + on.toordinal() % 50, "work_done": "§topic§",
    }  # fmt: skip


def _prevention(on: date, _likeness: Likeness) -> Data:
    said = "Индивидуальная беседа: §topic§"
    return {"done_on": _iso(on), "name": "§person0§", "position": "Главный специалист", "work_done": said}


def _propaganda(on: date, _likeness: Likeness) -> Data:
    return {
        "kind": "life_situation", "subject": "§situation§", "measure": "Встреча с жителями и предпринимателями",
        "held_on": _iso(on), "held_at": "15:00", "evidence_address": f"https://kz2050.example.kz/{Place.OWN}/4-3-1",
    }  # fmt: skip


_WORKS = {
    "3.1.1": Work(
        "record_training", _training, {"info": "Информация о мероприятии", "protocol": "Протокол мероприятия"}
    ),
    "3.2.9": Work("record_publication", _published, signs=None),
    "3.3.1": Work("record_certificates", _certificates, {"info": "Информация о полученном сертификате"}),
    "4.1.1": Work(
        "record_sitting", _sitting,
        {"schedule": "График заседаний комиссии", "info": "Информация о заседании", "protocol": "Протокол заседания"},
    ),
    "4.1.2": Work("report_social_order", _order, {"tech_specs": "Технические спецификации"}, None),
    "4.2.1": Work("record_trainees", _trainees, {"note": "Справка об обучении государственных служащих"}),
    "4.2.3": Work("record_ethics_event", _ethics, {"attachments": "Фотоотчёт и список участников"}, Holder.OTHER),
    "4.2.4": Work("record_prevention", _prevention, {"attachments": "Листы бесед"}, Holder.OTHER),
    "4.3.1": Work("record_propaganda", _propaganda, {"attachments": "Материалы встречи"}),
}  # fmt: skip


def _iso(day: date) -> str:
    return day.isoformat()
