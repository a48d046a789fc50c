"""Every address that gives a page, with who looks at it and which of its faces are looked at."""

from dataclasses import dataclass

import psycopg
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.routing import Route

FOUND = {
    "case_id": "SELECT id FROM read.cases WHERE workflow = 'risk_analysis' AND organization = 'almaty-region.procurement' ORDER BY opened_on LIMIT 1",
    "order": "SELECT id FROM read.cases WHERE workflow = 'risk_analysis' AND organization = 'almaty-region.procurement' AND NOT closed ORDER BY opened_on DESC LIMIT 1",
    "schedule": "SELECT id FROM read.cases WHERE workflow = 'analysis_schedule' LIMIT 1",
    "cartogram": "SELECT id FROM read.cases WHERE workflow = 'cartogram' AND organization = 'almaty-region' LIMIT 1",
    "conviction": "SELECT id FROM read.cases WHERE workflow = 'conviction' LIMIT 1",
    "hired": "SELECT id FROM read.cases WHERE workflow = 'hired_offender' LIMIT 1",
    "hiring": "SELECT id FROM read.cases WHERE workflow = 'hiring_check' LIMIT 1",
    "liability": "SELECT id FROM read.cases WHERE workflow = 'liability_check' LIMIT 1",
    "report": "SELECT id FROM read.cases WHERE workflow = 'offence_report' LIMIT 1",
    "reconciliation": "SELECT id FROM read.cases WHERE workflow = 'reconciliation' AND organization = 'almaty-region.procurement' LIMIT 1",
    "open_reconciliation": "SELECT id FROM read.cases WHERE workflow = 'reconciliation' AND organization = 'almaty-region.talgar' LIMIT 1",
    "restriction": "SELECT id FROM read.cases WHERE workflow = 'restriction_fact' AND clearance = '' LIMIT 1",
    "move": "SELECT id FROM read.cases WHERE workflow = 'superior_move' LIMIT 1",
    "subtask_case": "SELECT id FROM read.cases WHERE workflow = 'subtask' AND organization = 'almaty-region.talgar' AND NOT closed ORDER BY opened_on, id LIMIT 1",
    "documents": "SELECT id FROM read.cases WHERE workflow = 'subtask' AND organization = 'almaty-region.energy.zhylu' ORDER BY opened_on, id LIMIT 1",
    "form": "SELECT id FROM read.cases WHERE workflow = 'report' AND state = 'signed' LIMIT 1",
    "returned_form": "SELECT id FROM read.cases WHERE workflow = 'report' AND state = 'returned' LIMIT 1",
    "finding_id": "SELECT id FROM read.findings ORDER BY rule = 'near_identical' DESC, id LIMIT 1",
    "person": "SELECT person FROM read.officials WHERE person <> '' ORDER BY person LIMIT 1",
}
"""What stands in the addresses below, by where it is found in the demonstration."""


@dataclass(frozen=True)
class Visit:
    """Addresses that one person looks at; nobody is logged in for an empty name."""

    login: str
    addresses: tuple[str, ...]


def by(login: str, *addresses: str) -> tuple[Visit, ...]:
    """Let somebody look at some addresses."""
    return (Visit(login, addresses),)


_CASES = ("case_id", "schedule", "cartogram", "conviction", "hired", "hiring", "liability", "reconciliation", "restriction", "move", "subtask_case", "documents", "form", "returned_form")  # fmt: skip

PAGES: dict[str, tuple[Visit, ...]] = {
    "/login": by("", "/login"),
    "/": by("supervisor", "/") + by("officer", "/"),
    "/map": by("supervisor", "/map", "/map?view=map"),
    "/map/{region}": by(
        "supervisor", "/map/KZ-19", "/map/KZ-19?measure=breaches&part=1.1.3", "/map/KZ-10?measure=risks"
    ),
    "/silent": by("supervisor", "/silent"),
    "/cases": by("supervisor", "/cases?all=1", "/cases?q=nothing-is-called-so")
    + by("supervisor-2", "/cases?at=2025-06-02"),
    "/cases/new": by("officer", "/cases/new"),
    "/cases/new/{workflow}/{action}": by("head", "/cases/new/risk_analysis/order"),
    "/cases/{case_id}": by("supervisor", *(f"/cases/{{{name}}}" for name in _CASES))
    + by("reporter", "/cases/{report}"),
    "/cases/{case_id}/actions/{action}": by("officer", "/cases/{order}/actions/announce_discussion"),
    "/compare": by("supervisor", "/compare?from=2025-06-02&to=2026-11-20"),
    "/cases/{case_id}/compare": by("supervisor", "/cases/{case_id}/compare"),
    "/cases/{case_id}/documents": by("supervisor", "/cases/{case_id}/documents"),
    "/documents": by("officer", "/documents"),
    "/organizations/{code}/templates": by("head", "/organizations/almaty-region.procurement/templates?case={case_id}"),
    "/cases/{case_id}/pairs": by("supervisor", "/cases/{reconciliation}/pairs"),
    "/cases/{case_id}/lists/{side}": by("talgar", "/cases/{open_reconciliation}/lists/own"),
    "/deadlines": by(
        "supervisor",
        "/deadlines?all=1",
        "/deadlines?standing=all&sort=body",
        "/deadlines?standing=early&organization=almaty-region&region=KZ-19",
    )
    + by("supervisor-2", "/deadlines?standing=open&at=2025-06-02"),
    "/handover": by("head", "/handover"),
    "/deadlines/ask": by("supervisor", "/deadlines/ask?standing=overdue"),
    "/deadlines/told": by("supervisor", "/deadlines/told"),
    "/deadlines/review": by("supervisor", "/deadlines/review?all=1"),
    "/calendar": by("officer", "/calendar"),
    "/calendar/changes": by("supervisor", "/calendar/changes"),
    "/calendar/address": by("officer", "/calendar/address"),
    "/tasks": by("officer", "/tasks?all=1"),
    "/search": by(
        "supervisor", "/search?q=закупки", "/search?q=17&kind=case", "/search?q=nothing-is-called-so", "/search?all=1"
    ),
    "/inbox": by("officer", "/inbox"),
    "/preferences": by("officer", "/preferences"),
    "/webhooks": by("supervisor", "/webhooks"),
    "/webhooks/{webhook_id}": by("supervisor", "/webhooks/{webhook}"),
    "/plans": by("supervisor", "/plans"),
    "/plans/{year}": by("supervisor", "/plans/2026"),
    "/plans/{year}/{organization}": by("supervisor", "/plans/2026/almaty-region.talgar"),
    "/owed/{year}": by("supervisor", "/owed/2026", "/owed/2026?subtask=4.2.3&type=RAY"),
    "/card": by("supervisor", "/card"),
    "/card/{year}": by("supervisor", "/card/2026"),
    "/catalogue": by("", "/catalogue"),
    "/catalogue/{subtask}": by("", "/catalogue/4.2.3"),
    "/organizations": by(
        "supervisor",
        "/organizations?all=1",
        "/organizations?open=KZ-19&open=almaty-region",
        "/organizations?text=almaty",
    ),
    "/organizations/{code}": by("supervisor", "/organizations/almaty-region")
    + by("supervisor-2", "/organizations/almaty-region.procurement?effective_at=2025-02-12&year=2025"),
    "/people/{code}": by("supervisor", "/people/{person}"),
    "/import": by("supervisor", "/import"),
    "/packages": by("supervisor", "/packages?organization=almaty-region.procurement&year=2024&project=1")
    + by("officer", "/packages?project=3"),
    "/packages/results": by("officer", "/packages/results"),
    "/forms": by("supervisor", "/forms?appendix=2&organization=almaty-region&year=2024&period=2024Q2&consolidated=1")
    + by("officer", "/forms?appendix=5&year=2024"),
    "/cases/{case_id}/form": by("supervisor", "/cases/{form}/form", "/cases/{returned_form}/form"),
    "/files/{sha256}/signatures": by(
        "officer", "/files/{signed_file}/signatures?organization=almaty-region.procurement"
    ),
    "/appendix-2": by("supervisor", "/appendix-2"),
    "/appendix-2/{row}": by("supervisor", "/appendix-2/2.3.1?organization=almaty-region&period=2024Q2"),
    "/scores": by("supervisor", "/scores"),
    "/scores/{organization}": by("supervisor", "/scores/almaty-region"),
    "/exports": by("supervisor", "/exports"),
    "/consistency": by("supervisor", "/consistency"),
    "/consistency/{finding_id}": by("supervisor", "/consistency/{finding_id}"),
    "/audit": by("supervisor", "/audit?all=1"),
    "/alert-policy": by("supervisor", "/alert-policy"),
    "/absences": by("officer", "/absences"),
    "/aggregates/corruption-reports": by("supervisor", "/aggregates/corruption-reports"),
    "/workflows/{name}": by("", "/workflows/risk_analysis", "/workflows/subtask"),
}
"""Who looks at the pages of each address of the application, and at which."""

NO_PAGES = {
    "/forms/file.{format}": "a file",
    "/packages/results.csv": "a list to fill",
    "/cases/{case_id}/form.{format}": "a file",
    "/cases/{case_id}/history.{format}": "a file",
    "/cases/{case_id}/block.{format}": "a file",
    "/cases/{case_id}/documents/{kind}.docx": "a document",
    "/organizations/{code}/templates/{kind}/{language}/{number}.docx": "a template",
    "/organizations/{code}/templates/{kind}/{language}/{number}/preview.docx": "a document",
    "/deadlines/review.csv": "a table",
    "/files/{sha256}": "a file kept as evidence",
    "/files/{sha256}/signatures/{signature}": "a signature",
    "/calendar/{secret}.ics": "what a calendar program takes",
    "/inbox/events": "a stream",
    "/organizations/like": "options of a list",
    "/audit/people": "options of a list",
    "/import/{kind}.xlsx": "an empty table to fill",
    "/exports/{export_id}/file": "a file",
    "/exports/{list}.{format}": "a file",
    "/unsubscribe/{token}": "leads on to the preferences",
    "/docs": "Swagger UI, whose markup is its own",
    "/openapi.json": "leads on to the description of the API",
    "/{rest:path}": "what is not there: see `NOWHERE`",
}
"""Addresses that give no page of ours, and what they give."""

NOWHERE = "/nowhere"
"""An address that does not exist: it has a page too."""


def addresses(app: Starlette) -> set[str]:
    """Give the addresses of the application that answer GET, without those of the API."""
    return {
        route.path
        for route in app.routes
        if isinstance(route, Route)
        and not isinstance(route, APIRoute)
        and "GET" in (route.methods or ())
        and not route.path.startswith("/api/")
    }


def found_in(database: str) -> dict[str, str]:
    """Find what stands in the addresses."""
    with psycopg.connect(database) as conn:
        rows = {name: conn.execute(query).fetchone() for name, query in FOUND.items()}
    missing = [name for name, row in rows.items() if row is None]
    assert missing == []
    return {name: str(row[0]) for name, row in rows.items() if row}
