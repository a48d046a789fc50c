"""The cartogram and the schedule of the demonstration's region."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from service.demo.step import Paper, Step, Work

REGION = "almaty-region"


def cartogram() -> Iterator[Step]:
    """Tell the cartogram of Almaty region in 2026: section 2 first differs from the analyses, then equals them."""
    site = "https://example.kz/kartogramma"

    def step(day: str, action: str, data: dict[str, Any], **more: Any) -> Step:
        work = Work("cartogram", "1.5.1", "2026")
        return Step(date.fromisoformat(f"2026-{day}"), REGION, action, more.pop("by", "officer"), data, work, **more)

    def wanted(section: str, least: int = 0) -> Callable[[Any], dict[str, Any]]:
        return lambda facts: {"rows": msgspec.to_builtins(getattr(facts, section).wanted)[least:]}

    yield step(
        "05-14", "update_positions", {"updated_on": "2026-05-14", "address": f"{site}/1"}, made=wanted("positions")
    )
    yield step("05-14", "update_risks", {"updated_on": "2026-05-14", "address": f"{site}/2"}, made=wanted("risks", 1))
    risks = {"risks": ["Земельные отношения", "Государственные закупки"], "sources": ["external_analysis", "appeals"]}
    territory = "agency.almaty-region"
    yield step("05-20", "update_risk_map", {"updated_on": "2026-05-20", "address": f"{site}/3", **risks}, of=territory)
    yield step("06-02", "update_risks", {"updated_on": "2026-06-02", "address": f"{site}/2"}, made=wanted("risks"))
    # what other bodies of the region have found since, where there are any
    for action, section, number in (("update_positions", "positions", 1), ("update_risks", "risks", 2)):
        yield step("11-16", action, {"updated_on": "2026-11-16", "address": f"{site}/{number}"}, made=wanted(section))
    notes = {
        "positions_note": "Раздел сверен с результатами анализов",
        "risks_note": "Размещены риски и число мер по планам",
    }
    file = Paper("Отчёт по картограмме", ("Отчёт по коррупционной картограмме", "Алматинская область"))
    signed = {"signed_on": "2026-11-16", "report_no": "14-2/77", "file": file, **notes}
    yield step("11-16", "sign_cartogram_report", signed, by="apparatus_head")
    yield step("11-18", "upload_cartogram_report", {"uploaded_on": "2026-11-18"})


def schedule(today: date) -> Iterator[Step]:
    """Tell the schedule of the region for the next year, approved a fortnight ago."""
    on, year = today - timedelta(days=14), today.year + 1
    objects = [
        {"organization": f"{REGION}.{code}", "starts_on": f"{year}-{month:02}-03", "ends_on": f"{year}-{month:02}-27"}
        for code, month in (("sport", 3), ("culture", 4), ("finance", 6))
    ]
    data = {"year": year, "approved_on": on.isoformat(), "schedule_no": "3-г", "breakdown": "local", "objects": objects}
    yield Step(on, REGION, "approve_schedule", "first_head", data, Work("analysis_schedule", "1.1.1", str(year)))
