"""The demonstration's facts of Project 2, and what the register and the year's plan need for them: told by `facts.yaml`."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from service.demo.step import Known, Paper, Step, Work
from workflows.conviction.consequences import check_id
from workflows.liability_check.consequences import move_id
from workflows.machine import actions
from workflows.organization import Organization
from workflows.registry import workflow

Data = dict[str, Any]

_YEAR = re.compile(r"([YL])(?=(Q[1-4]|-\d\d-\d\d)?$)")
_AGO = re.compile(r"T-(\d+)")
_QUARTERS = ((1, "04-06"), (2, "07-06"), (3, "10-05"))
"""Quarters of this year, each with the day on which it was declared that there is nothing to report."""


def told(today: date) -> list[Step]:
    """Give all steps up to today, in order of time; of one day, in the order of the file."""
    text = Path(__file__).with_name("facts.yaml").read_text("utf-8")
    story = _dated(yaml.safe_load(text), today)
    steps = [
        *(step for row in story["register"] for step in _record(row)),
        *(step for row in story["cases"] for step in _case(row)),
        *_nothing_found(story["nothing_found"], today.year),
    ]
    return sorted((step for step in steps if step.on <= today), key=lambda step: step.on)


def _dated(value: Any, today: date) -> Any:
    """Put days, quarters and years in the places of those that count from today's; all as a caller would send them."""
    match value:
        case dict():
            return {name: _dated(one, today) for name, one in value.items()}
        case list():
            return [_dated(one, today) for one in value]
        case date():
            return value.isoformat()
        case str() if found := _AGO.fullmatch(value):
            return (today - timedelta(days=int(found[1]))).isoformat()
        case str():
            return _YEAR.sub(lambda found: str(today.year - (found[1] == "L")), value)
        case _:
            return value


def _record(row: Data) -> Iterator[Step]:
    """Tell what is entered in the record of an organisation."""
    code: str = row["organization"]
    yield from _steps(row, code, Known("organization", Organization.id_of(code)))


def _case(row: Data) -> Iterator[Step]:
    """Tell a case; one that another case opened is known by what it follows from."""
    code: str = row["organization"]
    if "check_of" in row:
        check = check_id(Work("conviction", *row["check_of"]).case_of(row["convicted_by"]), row["superior"])
        moved = row["workflow"] == "superior_move"
        yield from _steps(row, code, Known(row["workflow"], move_id(check) if moved else check))
    else:
        yield from _steps(row, code, Work(row["workflow"], *row["case"]))


def _steps(row: Data, organization: str, work: Work | Known) -> Iterator[Step]:
    for step in row["steps"]:
        on = date.fromisoformat(step["day"])
        happened = actions(workflow(work.workflow))[step["do"]].event.HAPPENED
        data = {happened: step["day"]} | _with_papers(step.get("data", {}), organization)
        by, of = (step.get(name, row.get(name, usual)) for name, usual in (("by", "officer"), ("of", "")))
        settled = _settled(step["settles"]) if "settles" in step else None
        yield Step(on, organization, step["do"], by, data, work, of, settled, row.get("person", ""))


def _settled(row: list[str]) -> Callable[[Any], Data]:
    """Give the key of the difference about a row of a list, by the list and the row's code."""
    side, code = row

    def key(facts: Any) -> Data:
        return {"key": next(found.key for found in facts.differences if getattr(found, side) == code)}

    return key


def _with_papers(value: Any, organization: str) -> Any:
    match value:
        case {"paper": title}:
            return Paper(title, (title, organization))
        case dict():
            return {name: _with_papers(one, organization) for name, one in value.items()}
        case list():
            return [_with_papers(one, organization) for one in value]
        case _:
            return value


def _nothing_found(row: Data, year: int) -> Iterator[Step]:
    """Tell the rows of Appendix 2 in which a body declared that it found nothing, quarter by quarter."""
    for quarter, day in _QUARTERS:
        period, on = f"{year}Q{quarter}", date.fromisoformat(f"{year}-{day}")
        for code in row["rows"]:
            said = {"row": code, "period": period, "declared_on": on.isoformat(), "document_no": f"05-2/{quarter}"}
            data = {**said, "signature": {"post": "apparatus_head"}}
            work = Work("reporting_row", f"appendix_2/{code}", period)
            yield Step(on, row["organization"], "declare_no_facts", "officer", data, work)
