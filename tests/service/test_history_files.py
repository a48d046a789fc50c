"""The whole history of a case as PDF, JSON Lines and CSV: complete, checkable without the service, harmless in a spreadsheet."""

import asyncio
import csv
import io
import json
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from typer.testing import CliRunner

from events.event import Recorded
from events.store.reader import read_part
from events.store.save import Unavailable
from projections.sealed_reads import reads
from service.cli import app
from service.exports.refusals import TooLongToPrint
from service.history import pdf_file
from service.history.chain import RULE, about_hash
from service.history.checking import ChainError, check
from service.history.recorded import WORDS
from service.i18n import translator
from service.requests import Request
from tests.clearing import cleared
from tests.service.files.samples import stream
from tests.serving import ANNOUNCEMENT, BODY, OTHER, Served, problem_of, serving
from tests.stories import secrets
from tests.web.long_history import FORMULA, evidence, long_history
from tests.web.visiting import lived, people, visitor
from workflows.actor import Role

LETTERS = "әғқңөұүһі"


@pytest.fixture
async def served(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A service with the people of the pages."""
    secrets.enter(monkeypatch)
    async with serving(database_url, data_dir=tmp_path) as running:
        await people(running)
        yield running


async def _file(client: httpx2.AsyncClient, case_id: UUID, form: str, query: str = "") -> bytes:
    answer = await client.get(f"/cases/{case_id}/history.{form}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'.{form}"')
    return answer.content


def _ended(content: bytes) -> dict[str, Any]:
    """Give what the end of a file says of the chain."""
    return {name: value for name, value in _lines(content)[-1]["end"].items() if name != "about"}


def _lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


async def test_json_lines_hold_every_event_and_can_be_checked(served: Served) -> None:
    """Each entry says who, in which role, when by both clocks, what, with which files, and what a correction changed; the chain holds."""
    case_id = await long_history(served, 23)
    content = await _file(await visitor(served, "supervisor"), case_id, "jsonl")
    about, *entries, end = _lines(content)
    assert [entry["number"] for entry in entries] == list(range(1, 24))
    assert about["about"]["case_id"] == str(case_id)
    assert about["about"]["exported_by"] == {"name": "Supervisor", "login": "supervisor"}
    assert about["about"]["organization"]["code"] == OTHER
    proof, correction = entries[2], entries[9]
    assert proof["files"] == [{"sha256": proof["data"]["file"], "name": "paper.pdf"}]
    assert (proof["actor"]["name"], proof["actor"]["role"]) == ("Company-Officer", "officer")
    assert (proof["occurred_on"], proof["recorded_at"][-1]) == ("2024-03-12", "Z")
    assert (correction["corrects"], entries[8]["corrected_by"]) == (9, [10])
    [title] = [one for one in correction["changes"] if one["field"] == "title"]
    assert (title["before"], title["after"]) == ("Қаулы 9", "Түзетілген 9")
    sealed = about_hash(about["about"], entries[-1]["hash"])
    assert end["end"] == {"entries": 23, "left_out": 0, "hash": entries[-1]["hash"], "about": sealed}
    found = check(content.decode().splitlines())
    assert (found.case_id, found.entries, found.hash) == (str(case_id), 23, entries[-1]["hash"])
    async with served.service.pool.connection() as conn:
        rows = await conn.execute(
            "SELECT position, convert_from(state, 'UTF8') FROM log.events WHERE originator_id = %s ORDER BY 1",
            [case_id],
        )
        assert await rows.fetchall() == [(entry["position"], entry["stored"]) for entry in entries]


def _tampered(lines: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give what somebody could do to a history that nobody is to notice."""
    changed = json.loads(json.dumps(lines))
    changed[3]["stored"] = changed[3]["stored"].replace("Акт", "Акт!")
    yield "stored", changed
    yield "left out", [*lines[:4], *lines[5:]]
    yield "swapped", [*lines[:3], lines[4], lines[3], *lines[5:]]
    yield "cut", [*lines[:-2], lines[-1]]
    yield "no end", lines[:-1]
    yield "other case", [{"about": {**lines[0]["about"], "case_id": "x"}}, *lines[1:]]
    yield "after the end", [*lines, lines[4]]
    yield "two ends", [*lines, lines[-1]]
    yield "beside the end", [*lines[:-1], {**lines[-1], "note": "x"}]
    yield "of the end", [*lines[:-1], {"end": {**lines[-1]["end"], "note": "x"}}]
    hidden = json.loads(json.dumps(lines))
    hidden[3] = {"left_out": 3, **{name: hidden[3][name] for name in ("leaf", "previous", "hash")}}
    hidden[-1]["end"] |= {"entries": lines[-1]["end"]["entries"] - 1, "left_out": 1}
    yield "hidden", hidden
    uncorrected = [*lines[:9], {**lines[9], "corrected_by": []}, *lines[10:]]
    yield "not said to be corrected", uncorrected
    yield "said to be corrected", [*lines[:4], {**lines[4], "corrected_by": [6]}, *lines[5:]]


def _changes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Give each place in an entry, but those of words for people, with something else to stand there."""
    names = [one for one in path if isinstance(one, str)]
    if (
        path
        and names[-1] in WORDS.get(names[0] if len(names) > 1 else "", ())
        and names[0] not in ("data", "deadlines")
    ):
        return
    yield path, None if value is not None else "x"
    match value:
        case dict():
            yield path, value | {"invented": "Принял взятку"}
            for name, one in value.items():
                yield from _changes(one, (*path, name))
        case list():
            yield path, [*value, "x"]
            for place, one in enumerate(value):
                yield from _changes(one, (*path, place))
        case bool():
            yield path, int(value)
        case int():
            yield path, value + 1
            yield path, float(value)
        case str():
            yield path, f"{value}0"


def _with(line: dict[str, Any], path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    made = json.loads(json.dumps(line))
    inner = made
    for one in path[:-1]:
        inner = inner[one]
    inner[path[-1]] = value
    return made


async def test_every_member_of_an_entry_is_compared_with_the_log(served: Served) -> None:
    """Whatever is changed, left out of or put into an entry – day, person, role, state, file, correction – is found, but words for people."""
    lines = _lines(await _file(await visitor(served, "supervisor"), await long_history(served, 12), "jsonl"))
    tried, passed = 0, []
    for number in (3, 9, 10):
        entry = lines[number]
        without = [{name: one for name, one in entry.items() if name != gone} for gone in entry]
        for made in (*(_with(entry, *change) for change in _changes(entry)), *without):
            tried += 1
            try:
                check(json.dumps(one) for one in [*lines[:number], made, *lines[number + 1 :]])
            except ChainError:
                continue
            passed.append((number, made))
    assert tried > 200
    assert not passed
    renamed = [lines[0], {**lines[1], "title": "Другое", "actor": {**lines[1]["actor"], "name": "Другой"}}, *lines[2:]]
    assert check(json.dumps(one) for one in renamed).entries == 12
    twice = [json.dumps(one) for one in lines]
    twice[3] = '{"occurred_on": "1999-01-01", ' + twice[3][1:]
    with pytest.raises(ChainError, match="line 4"):
        check(twice)


async def test_what_a_file_says_of_itself_is_checked(served: Served, tmp_path: Path) -> None:
    """Whatever is changed, left out of or put into `about` is told, by the command too; with its hash made anew, what the entries tell is."""
    content = await _file(await visitor(served, "supervisor"), await long_history(served, 6), "jsonl")
    lines = _lines(content)
    about = lines[0]["about"]
    without = [{name: one for name, one in about.items() if name != gone} for gone in about]
    changed = [_with(about, path[1:], value) for path, value in _changes({"said": about}) if len(path) > 1]
    assert len(changed) > 30
    for made in (*changed, *without):
        with pytest.raises(ChainError):
            check(json.dumps(one) for one in [{"about": made}, *lines[1:]])
    last = lines[-2]["hash"]
    for made in (
        about | {"state": "nowhere"},
        about | {"workflow": "cartogram"},
        about | {"organization": {"code": BODY, "name": BODY}},
        about | {"chain": {}},
    ):
        end = {"end": lines[-1]["end"] | {"about": about_hash(made, last)}}
        with pytest.raises(ChainError, match="line 1"):
            check(json.dumps(one) for one in [{"about": made}, *lines[1:-1], end])
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(content.replace(b'"login":"supervisor"', b'"login":"somebody"', 1))
    refused = CliRunner().invoke(app, ["history", "check", str(broken)])
    assert refused.exit_code == 1
    assert "`about` is not what it must be" in refused.output


async def test_a_file_of_an_earlier_release_is_checked_as_what_it_is(served: Served, tmp_path: Path) -> None:
    """Before `about` had a hash, files named none: their entries are checked, and it is said that the rest of `about` was not; a file is of one kind or the other."""
    content = await _file(await visitor(served, "supervisor"), await long_history(served, 6), "jsonl")
    (about, *entries, end), without = _lines(content), _ended(content)
    former = about["about"] | {"chain": {name: one for name, one in RULE.items() if name != "about"}}
    lines = [{"about": former}, *entries, {"end": without}]
    told = check(json.dumps(one) for one in lines)
    assert (told.entries, told.hash, told.about_held) == (6, entries[-1]["hash"], False)
    assert check(json.dumps(one) for one in _lines(content)).about_held
    old = tmp_path / "old.jsonl"
    old.write_text("".join(json.dumps(one) + "\n" for one in lines))
    said = CliRunner().invoke(app, ["history", "check", str(old)])
    assert said.exit_code == 0
    assert "of an earlier release" in said.output
    for wrong in (
        [about, *entries, {"end": without}],
        [{"about": former}, *entries, end],
        [{"about": former | {"state": "nowhere"}}, *entries, {"end": without}],
        [{"about": former}, *entries[:-1], {"end": without}],
    ):
        with pytest.raises(ChainError):
            check(json.dumps(one) for one in wrong)


def test_no_character_keeps_a_file_from_being_judged() -> None:
    """Half a character, which JSON can write and nothing can hash, is told like anything else that is wrong."""
    lines = ['{"about":{"case_id":"x","title":"\\ud800"}}', '{"end":{"entries":0,"left_out":0,"hash":"","about":""}}']
    with pytest.raises(ChainError, match="line 1: `about`"):
        check(lines)


async def test_whatever_is_done_to_the_lines_breaks_the_chain(served: Served, tmp_path: Path) -> None:
    """A changed value, a line left out, put elsewhere or cut off is found, by the command too."""
    case_id = await long_history(served, 12)
    content = await _file(await visitor(served, "supervisor"), case_id, "jsonl")
    for what, lines in _tampered(_lines(content)):
        try:
            check(json.dumps(line) for line in lines)
        except ChainError:
            continue
        pytest.fail(what)
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    whole.write_bytes(content)
    broken.write_bytes(content.replace("Қаулы 7".encode(), "Қаулы 8".encode()))
    told = CliRunner().invoke(app, ["history", "check", str(whole)])
    assert told.exit_code == 0
    assert f"{case_id}: 12 entries, 0 left out, all whole" in told.output
    assert "Titles and names of people, bodies and files" in told.output
    refused = CliRunner().invoke(app, ["history", "check", str(broken)])
    assert refused.exit_code == 1
    assert "line 8" in refused.output


async def test_a_past_history_is_the_beginning_of_the_chain(served: Served) -> None:
    """As of an instant later events are not there; as of a day they are left out by their hashes alone; the chain is the same one."""
    case_id = await long_history(served, 8)
    served.clock.travel(date(2024, 3, 20))
    access = served.service.access
    head = await access.actor(await access.account("company-head"))
    signed = {"signed_on": "2024-03-20", "signature": {"post": "first_head"}}
    await served.service.cases.act(case_id, "sign_evidence", signed, head, Request.of(head, None), 8)
    served.clock.travel(date(2024, 3, 21))
    client = await visitor(served, "supervisor")
    whole = _lines(await _file(client, case_id, "jsonl"))
    assert whole[-1]["end"]["entries"] == 9
    until = await _file(client, case_id, "jsonl", "?at=2024-03-15")
    assert _ended(until) == {"entries": 8, "left_out": 0, "hash": whole[8]["hash"]}
    assert check(until.decode().splitlines()).hash == whole[8]["hash"]
    day = await _file(client, case_id, "jsonl", "?at=&effective_at=2024-03-15")
    assert _ended(day) == {"entries": 8, "left_out": 1, "hash": whole[9]["hash"]}
    assert set(_lines(day)[-2]) == {"left_out", "leaf", "previous", "hash"}
    assert check(day.decode().splitlines()).entries == 8


async def _attach(served: Served, case_id: UUID, title: str) -> None:
    """Record another piece of evidence."""
    access, cases = served.service.access, served.service.cases
    officer = await access.actor(await access.account("company-officer"))
    case = await cases.get(case_id)
    file = next(event.facts()["file"] for event in case.history if "file" in event.facts())
    data = evidence(case.version + 1, file, title)
    await cases.act(case_id, "attach_evidence", data, officer, Request.of(officer, None), case.version)


@pytest.mark.parametrize("query", ["", "?effective_at=2024-03-15"])
async def test_what_is_recorded_meanwhile_is_not_there_at_all(
    served: Served, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """An export ends with the case that it tells: what comes later is neither left out of it nor in its last hash."""
    case_id = await long_history(served, 12)
    served.clock.travel(date(2024, 3, 20))
    client = await visitor(served, "supervisor")
    before = _lines(await _file(client, case_id, "jsonl"))
    reads = 0

    async def late(*asked: Any) -> Any:
        nonlocal reads
        reads += 1
        if reads == 1:
            await _attach(served, case_id, "late")
        return await read_part(*asked)

    monkeypatch.setattr("service.history.lines.read_part", late)
    content = await _file(client, case_id, "jsonl", query)
    assert (await served.service.cases.get(case_id)).version == 13
    assert _ended(content) == {"entries": 12, "left_out": 0, "hash": before[12]["hash"]}
    assert check(content.decode().splitlines()).hash == before[12]["hash"]


async def test_a_clock_that_went_back_leaves_no_gap(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A past history ends before the first event recorded later, though one behind it bears an earlier time: the chain stays the same one."""
    case_id = await long_history(served, 8)
    served.clock.travel(date(2024, 3, 21))
    client = await visitor(served, "supervisor")
    whole = _lines(await _file(client, case_id, "jsonl"))
    history = await served.service.cases.history(case_id)
    history[4] = replace(history[4], recorded_at=served.clock.now())

    async def back(_case_id: UUID) -> list[Recorded]:
        return history

    monkeypatch.setattr(served.service.cases, "history", back)
    until = await _file(client, case_id, "jsonl", "?at=2024-03-15")
    assert _ended(until) == {"entries": 4, "left_out": 0, "hash": whole[4]["hash"]}
    assert check(until.decode().splitlines()).hash == whole[4]["hash"]


async def test_missed_deadlines_are_named_and_acts_judged(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF and CSV say which deadline was missed, its date, and by how much an act was late, as the page does; the service is named once."""
    case_id, key = await lived(served, 0), "D04"
    served.clock.travel(date(2024, 2, 27))
    cases, access = served.service.cases, served.service.access
    await cases.miss(case_id, key)
    officer = await access.actor(await access.account("officer"))
    announced = ANNOUNCEMENT | {"published_on": "2024-02-27"}
    asking = Request.of(officer, None)
    case = (await cases.act(case_id, "announce_start", announced, officer, asking, 2)).case
    standing = case.deadlines[key]
    assert standing.judgement
    client = await visitor(served, "supervisor")
    rows = list(csv.DictReader(io.StringIO((await _file(client, case_id, "csv", "?lang=en")).decode("utf-8-sig"))))
    en = translator("en")
    rule, due = en.code("rule", key), en.date(standing.deadline.due)
    assert rows[1]["Deadlines"] == f"{rule}, due {due}"
    assert rows[2]["Deadlines"] == f"{rule}, due {due}: {-standing.judgement.margin} working days late"
    asked: list[dict[str, Any]] = []

    async def kept(data: bytes) -> bytes:
        asked.append(json.loads(data)["data"])
        return b"%PDF"

    monkeypatch.setattr(pdf_file, "typeset", kept)
    await _file(client, case_id, "pdf", "?lang=en")
    entries = asked[0]["entries"]
    assert entries[1]["about"].splitlines()[1:] == ["System", f"{rule}, due {due}"]
    assert f"{rule}, due {due}: {-standing.judgement.margin} working days late" in entries[2]["about"].splitlines()


async def test_a_past_history_names_bodies_as_they_were_called(served: Served) -> None:
    """A body that was renamed since has its old name in a file of a day before, by page and API alike, and its new one today."""
    case_id = await long_history(served, 3)
    served.clock.travel(date(2024, 3, 20))
    api = await served.client(await served.service.access.account("supervisor"))
    body = f"/api/v1/organizations/{OTHER}"
    seen = await api.get(body)
    named = {"name_ru": "Просвещение", "name_kk": "Ағарту", "name_en": "Enlightenment", "since": "2024-03-18"}
    done = await api.post(f"{body}/actions/rename", json=named, headers={"If-Match": seen.headers["ETag"]})
    assert done.status_code == 200, done.text
    await served.projected()
    served.clock.travel(date(2024, 3, 21))
    client = await visitor(served, "supervisor")
    for day, name in (("2024-03-15", seen.json()["name_en"]), ("", "Enlightenment")):
        for content in (
            await _file(client, case_id, "jsonl", f"?lang=en&at={day}"),
            (await api.get(f"/api/v1/cases/{case_id}/history.jsonl?at={day}")).content,
        ):
            assert _lines(content)[0]["about"]["organization"] == {"code": OTHER, "name": name}


async def test_csv_has_a_row_an_entry_and_runs_no_formula(served: Served) -> None:
    """Old and new values, files and hashes stand in its columns; what looks like a formula is marked; each row says what it is part of."""
    case_id = await long_history(served, 12)
    client = await visitor(served, "supervisor")
    content = await _file(client, case_id, "csv", "?lang=en")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert [row["Entry"] for row in rows] == [str(n) for n in range(1, 13)]
    assert rows[9]["Changed, from → to"].splitlines()[0] == "Title: Қаулы 9 → Түзетілген 9"
    assert FORMULA in rows[4]["Data"]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "-", "\t"}]
    assert rows[2]["Files"] == "paper.pdf"
    assert re.fullmatch("[0-9a-f]{64}", rows[2]["SHA-256 of the files"])
    assert all(f"case={case_id}" in row["Filter"] and "exported_by=supervisor" in row["Filter"] for row in rows)
    lines = _lines(await _file(client, case_id, "jsonl"))
    assert [row["Hash"] for row in rows] == [line["hash"] for line in lines[1:-1]]


def _streams(content: bytes) -> Iterator[bytes]:
    """Give the parts of a PDF, unpacked."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed


async def test_pdf_is_set_with_page_numbers_and_kazakh_letters(served: Served) -> None:
    """It has pages with their numbers, what the case is, and every letter of Kazakh; strange writings do no harm."""
    case_id = await long_history(served, 40)
    content = await _file(await visitor(served, "supervisor"), case_id, "pdf", "?lang=kk")
    assert content.startswith(b"%PDF-1.")
    pages = len(re.findall(rb"/Type */Page\b", content))
    assert pages > 1
    maps = [one for one in _streams(content) if b"beginbfchar" in one]
    mapped = [to for one in maps for to in re.findall(rb"<[0-9a-fA-F]{4}> <([0-9a-fA-F]+)>", one)]
    assert set(LETTERS) <= set("".join(bytes.fromhex(to.decode()).decode("utf-16-be") for to in mapped))
    assert b"/Lang" in content
    assert b"/StructTreeRoot" in content


async def test_a_very_long_history_is_no_pdf(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused with what to do instead, before anything is sent."""
    monkeypatch.setattr("service.history.pdf_file.MOST", 10)
    case_id = await long_history(served, 11)
    supervisor = await served.client(await served.service.access.account("supervisor"))
    problem_of(await supervisor.get(f"/api/v1/cases/{case_id}/history.pdf"), 422, "too-long-to-print")
    refused = await (await visitor(served, "supervisor")).get(f"/cases/{case_id}/history.pdf?lang=en")
    assert refused.status_code == 422
    assert "Take it as JSON Lines or as CSV." in refused.text


@pytest.mark.parametrize(("limit", "value"), [("MOST_TEXT", 5_000), ("MEMORY", 1 << 20), ("SECONDS", 0)])
async def test_a_pdf_that_takes_too_much_is_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    """Too much text is refused before it is set; what takes too much memory or time all the same is given up, with what to do instead."""
    monkeypatch.setattr(pdf_file, limit, value)
    case_id = await long_history(served, 40)
    client = await visitor(served, "supervisor")
    refused = await client.get(f"/cases/{case_id}/history.pdf?lang=en")
    assert refused.status_code == 422
    assert "The history has more text than a PDF may have. Take it as JSON Lines or as CSV." in refused.text
    await _file(client, case_id, "csv")


async def test_a_document_is_given_up_at_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its text looks like, it takes no more of the machine than it may."""
    monkeypatch.setattr(pdf_file, "MEMORY", 300 << 20)
    entry = {"number": 1, "title": "t", "about": "a", "hash": "h", "fields": [("f", "Слово " * 600, "")] * 10}
    words = {"title": "t", "exported_by": "x", "footer": "f", "language": "ru", "head": [], "end": "e"}
    template = Path(pdf_file.__file__).with_name("history.typ").read_text("utf-8")
    asked = {"template": template, "data": words | {"entries": [entry] * 300}}
    with pytest.raises(TooLongToPrint):
        await pdf_file.typeset(json.dumps(asked).encode())


def test_the_text_of_a_pdf_is_bounded_as_a_sum() -> None:
    """Few entries with much text cost as much as many with little: a history of ten such fields an entry is none of three hundred."""
    entry = {"title": "t", "about": "a", "hash": "h", "fields": [("f", "x" * pdf_file.LONGEST, "")] * 10}
    assert 300 * pdf_file.cost(entry) > pdf_file.MOST_TEXT
    many = {"title": "t", "about": "a", "hash": "h", "fields": [("f", "x", "")] * 100}
    assert 3_000 * pdf_file.cost(many) > pdf_file.MOST_TEXT


async def test_others_do_not_wait_for_a_pdf(served: Served) -> None:
    """While a document is set, other exports are made."""
    case_id = await long_history(served, 3)
    client = await visitor(served, "supervisor")
    async with served.service.exports.printing:
        setting = [asyncio.create_task(_file(client, case_id, "pdf")) for _ in range(6)]
        for form in ("csv", "jsonl"):
            await asyncio.wait_for(_file(client, case_id, form), 20)
        assert not any(one.done() for one in setting)
    assert all(one.startswith(b"%PDF") for one in await asyncio.gather(*setting))


async def test_the_api_gives_the_same_to_those_who_may_see_the_case(served: Served) -> None:
    """A token gets the file that the page gives; another body's officer gets none, and no other format is known."""
    case_id = await long_history(served, 6)
    supervisor = await served.client(await served.service.access.account("supervisor"))
    given = await supervisor.get(f"/api/v1/cases/{case_id}/history.jsonl")
    assert check(given.text.splitlines()).entries == 6
    assert given.headers["content-language"] == "en"
    stranger = await served.client(await served.account("stranger", Role.OFFICER, "almaty-region"))
    problem_of(await stranger.get(f"/api/v1/cases/{case_id}/history.jsonl"), 403, "out-of-scope")
    problem_of(await supervisor.get(f"/api/v1/cases/{case_id}/history.docx"), 404, "unknown")


async def test_a_sealed_history_is_for_those_on_the_list_and_each_read_is_recorded(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To everybody else there is no such case; who is cleared gets every format, each time with a record, and nothing without one."""
    account = await cleared(served, BODY)
    actor, kind = await served.service.access.actor(account), secrets.KINDS[0]
    kept = await served.service.files.keep(stream("Письмо".encode()), "letter.txt", actor, BODY)
    data = {name: kept.sha256 if value == secrets.FILE else value for name, value in kind.data.items()}
    served.clock.travel(date(2024, 7, 15))
    opened = await served.service.cases.open(kind.workflow, BODY, kind.action, data, actor, Request.of(actor, None))
    await served.projected()
    address = f"/api/v1/cases/{opened.case.id}/history"
    inside = await served.client(account)
    supervisor = await served.client(await served.service.access.account("supervisor"))
    for form in ("jsonl", "csv", "pdf"):
        problem_of(await supervisor.get(f"{address}.{form}"), 404, "unknown")
        assert (await inside.get(f"{address}.{form}")).status_code == 200
    assert check((await inside.get(f"{address}.jsonl")).text.splitlines()).entries == opened.case.version
    await served.projected()
    async with served.service.pool.connection() as conn:
        found = (await reads(conn, opened.case.id)).rows
    assert [(one.actor, one.what) for one in found] == [(str(account.id), "events")] * 4

    async def away(*_asked: object) -> None:
        raise Unavailable("the log does not answer")

    monkeypatch.setattr(served.service.gate, "record", away)
    problem_of(await inside.get(f"{address}.jsonl"), 503, "unavailable")
