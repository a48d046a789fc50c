"""Which documents of quasi-state entities count for the scores."""

from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.subtask import (
    DocumentConfirmed,
    DocumentLapsed,
    DocumentLink,
    DocumentsPublished,
    EntryWithdrawn,
    RenewalBegun,
    SubtaskAccepted,
    SubtaskAssigned,
    SubtaskReturned,
    SubtaskUploaded,
)
from events.upload import UploadReturned
from projections.compliance import documents
from tests.projections.histories import History, append, contents, feed_all

DAY = date(2024, 4, 2)
END = date(2024, 12, 31)


def links(count: int) -> tuple[DocumentLink, ...]:
    """So many of the eight documents, published."""
    return tuple(DocumentLink(f"3.2.{n}", f"https://a.example.kz/{n}", DAY) for n in range(1, count + 1))


def assigned(company: str, subtask: str, period: str = "2024") -> History:
    """A subtask given to an entity."""
    given: dict[str, Any] = {"subtask": subtask, "period": period, "assigned_on": date(2024, 1, 15)}
    return History(f"{company}/{subtask}/{period}", company).add(SubtaskAssigned, "assigned", **given)


def document(approved_on: date = DAY, valid_until: date | None = None) -> dict[str, Any]:
    """The report of a document."""
    return {"title": "Д", "document_no": "1", "approved_on": approved_on, "valid_until": valid_until}


def uploaded(company: str, subtask: str = "3.2.1", period: str = "2024", valid_until: date | None = None) -> History:
    """A document confirmed and uploaded."""
    history = assigned(company, subtask, period).add(DocumentConfirmed, "in_work", **document(valid_until=valid_until))
    return history.add(SubtaskUploaded, "uploaded", uploaded_on=DAY)


def published(company: str, count: int, familiarised: date | None = None) -> History:
    """The publication 3.2.9 of an entity, up to its upload."""
    report: dict[str, Any] = {"reported_on": DAY, "documents": links(count), "familiarised_on": familiarised}
    history = assigned(company, "3.2.9").add(DocumentsPublished, "in_work", **report)
    return history.add(SubtaskUploaded, "uploaded", uploaded_on=DAY)


async def fulfilled(
    conn: AsyncConnection[Any],
    *histories: History,
    year: int = 2024,
    on: date = END,
    maintained: tuple[str, ...] = (),
) -> dict[tuple[str, str], bool]:
    """What counts of these histories, by entity and subtask."""
    await append(conn, [event for history in histories for event in history.events])
    await feed_all(conn, 3)
    rows = await documents(conn, ["a", "b", "c"], year, maintained)
    return {(row.organization, row.subtask): row.fulfilled(on) for row in rows}


async def test_what_is_uploaded_counts(conn: AsyncConnection[Any]) -> None:
    """A document counts from its upload on, accepted or not, until it is returned; other years and work do not."""
    returned = uploaded("b").add(SubtaskReturned, "returned", returned_on=DAY, reason="Скан")
    accepted = uploaded("c").add(SubtaskAccepted, "accepted", accepted_on=DAY)
    given_back = uploaded("c", "3.2.2").add(UploadReturned, "returned", returned_on=DAY, reason="Скан")
    others = (uploaded("a", period="2023"), assigned("a", "3.3.1"), assigned("a", "3.2.2"))
    found = await fulfilled(conn, uploaded("a"), returned, accepted, given_back, *others)
    assert found == {
        ("a", "3.2.1"): True,
        ("a", "3.2.2"): False,
        ("b", "3.2.1"): False,
        ("c", "3.2.1"): True,
        ("c", "3.2.2"): False,
    }


async def test_publication_counts_whole(conn: AsyncConnection[Any]) -> None:
    """3.2.9 counts with all eight documents, or with the employees' familiarisation; a correction is followed."""
    corrected = published("c", 7)
    data = {"reported_on": "2024-04-02", "documents": _links(8), "familiarised_on": None, "employees": 0}
    corrected.add(FactCorrected, "uploaded", corrects=2, data=data, reason="Забыли один")
    found = await fulfilled(conn, published("a", 7), published("b", 0, DAY), corrected)
    assert found == {("a", "3.2.9"): False, ("b", "3.2.9"): True, ("c", "3.2.9"): True}


async def test_the_newest_report_counts_whatever_is_corrected(conn: AsyncConnection[Any]) -> None:
    """A correction of an older report leaves what the newest says; one that is withdrawn gives way to the one before."""
    data = {"reported_on": "2024-04-02", "documents": _links(6), "familiarised_on": None, "employees": 0}
    older = assigned("a", "3.2.9").add(DocumentsPublished, "in_work", reported_on=DAY, documents=links(7))
    older.add(DocumentsPublished, "in_work", reported_on=DAY, documents=links(8))
    older.add(FactCorrected, "in_work", corrects=2, data=data, reason="Опечатка")
    withdrawn = assigned("b", "3.2.9").add(DocumentsPublished, "in_work", reported_on=DAY, documents=links(8))
    withdrawn.add(DocumentsPublished, "in_work", reported_on=DAY, documents=links(7))
    withdrawn.add(EntryWithdrawn, "in_work", withdraws=3, withdrawn_on=DAY, reason="Другая организация")
    for history in (older, withdrawn):
        history.add(SubtaskUploaded, "uploaded", uploaded_on=DAY)
    assert await fulfilled(conn, older, withdrawn) == {("a", "3.2.9"): True, ("b", "3.2.9"): True}


@pytest.mark.parametrize(
    ("year", "on", "counts"),
    [
        (2024, date(2024, 4, 1), False),
        (2024, DAY, True),
        (2024, END, True),
        (2025, date(2025, 6, 30), True),
        (2025, date(2025, 7, 1), False),
    ],
)
async def test_a_maintained_document_counts_while_it_is_in_force(
    conn: AsyncConnection[Any], year: int, on: date, counts: bool
) -> None:
    """From its approval to the last day of its term, in later years too; the year's own documents are owed each year."""
    valid_until = date(2025, 6, 30)
    histories = (uploaded("a", valid_until=valid_until), uploaded("a", "3.2.6", valid_until=valid_until))
    found = await fulfilled(conn, *histories, year=year, on=on, maintained=("3.2.1",))
    assert found == {("a", "3.2.1"): counts} | ({("a", "3.2.6"): counts} if year == 2024 else {})


async def test_lapsed_and_renewed(conn: AsyncConnection[Any]) -> None:
    """A lapse ends a document on its day and not before; a renewal changes nothing until the new one is uploaded."""
    lapsed = uploaded("a").add(DocumentLapsed, "lapsed", lapsed_on=date(2025, 3, 3), reason="Отменён")
    renewed = uploaded("b", valid_until=date(2025, 3, 2)).add(RenewalBegun, "in_work", begun_on=DAY, reason="Новый")
    replaced = uploaded("c", valid_until=date(2025, 3, 2)).add(RenewalBegun, "in_work", begun_on=DAY, reason="Новый")
    replaced.add(DocumentConfirmed, "in_work", **document(date(2025, 2, 3)))
    replaced.add(SubtaskUploaded, "uploaded", uploaded_on=date(2025, 2, 4))
    histories = (lapsed, renewed, replaced)
    before = await fulfilled(conn, *histories, year=2025, on=date(2025, 3, 2), maintained=("3.2.1",))
    assert set(before.values()) == {True}
    after = await fulfilled(conn, year=2025, on=date(2025, 3, 3), maintained=("3.2.1",))
    assert after == {("a", "3.2.1"): False, ("b", "3.2.1"): False, ("c", "3.2.1"): True}


async def test_a_lapse_is_corrected(conn: AsyncConnection[Any]) -> None:
    """The day of a lapse is the one that its last correction says."""
    lapsed = uploaded("a").add(DocumentLapsed, "lapsed", lapsed_on=date(2025, 3, 3), reason="Отменён")
    data = {"lapsed_on": "2025-05-05", "reason": "Отменён"}
    lapsed.add(FactCorrected, "lapsed", corrects=4, data=data, reason="Опечатка")
    found = await fulfilled(conn, lapsed, year=2025, on=date(2025, 5, 4), maintained=("3.2.1",))
    assert found == {("a", "3.2.1"): True}


async def test_batches_make_no_difference(conn: AsyncConnection[Any]) -> None:
    """Fed event by event or all at once, the table is the same."""
    histories = (published("a", 7), uploaded("b"), published("c", 8))
    await fulfilled(conn, *histories)
    in_pieces = (await contents(conn))["compliance"]
    await conn.execute("UPDATE projections.positions SET position = 0 WHERE projection = 'compliance'")
    await feed_all(conn, 1000)
    assert (await contents(conn))["compliance"] == in_pieces
    assert len(in_pieces) == 3


def _links(count: int) -> list[dict[str, str]]:
    """Links as a correction holds them."""
    return [{"document": one.document, "address": one.address, "published_on": "2024-04-02"} for one in links(count)]
