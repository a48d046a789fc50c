"""The binary arrays, as PostgreSQL reads them."""

import struct
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import tuple_row

from events.store import encoding
from events.store.save import Rejected, Save
from tests.events.store.material import HASH, Connect, event, save

topics = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
some_events = st.lists(st.builds(event, st.uuids(), st.integers(0, 2**62), st.binary(), topics), min_size=1, max_size=4)
some_saves = st.lists(st.builds(Save, st.uuids(), st.binary(), some_events.map(tuple)), min_size=1, max_size=4)


@given(some_saves)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # nothing is written
async def test_postgresql_reads_what_was_encoded(connect: Connect, saves: list[Save]) -> None:
    """Whatever ids, numbers, texts and bytes a batch holds, PostgreSQL sees the same."""
    arrays = encoding.parameters("main", [encoding.encode(one) for one in saves])
    names = [name for name in arrays if name not in ("log", "at")]
    async with await connect() as conn:
        encoding.prepare(conn)
        query = "SELECT " + ", ".join(f"%({name})b" for name in names)
        async with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
            [row] = await (await cursor.execute(query.encode(), arrays)).fetchall()
    seen = dict(zip(names, row, strict=True))
    events = [(number, one) for number, of in enumerate(saves, 1) for one in of.events]
    assert seen["commands"] == [one.command_id for one in saves]
    assert seen["hashes"] == [one.request_hash for one in saves]
    assert seen["counts"] == [len(one.events) for one in saves]
    assert seen["event_saves"] == [number for number, _ in events]
    assert seen["event_cases"] == [one.originator_id for _, one in events]
    assert seen["event_versions"] == [one.originator_version for _, one in events]
    assert seen["event_topics"] == [one.topic for _, one in events]
    assert seen["event_states"] == [one.state for _, one in events]
    assert set(zip(seen["head_saves"], seen["head_cases"], strict=True)) == {
        (number, one.originator_id) for number, one in events
    }


def test_each_case_has_one_expected_head() -> None:
    """A save expects of each of its cases the version before its first event, or an impossible one if they do not follow."""
    a, b, c = uuid4(), uuid4(), uuid4()
    encoded = encoding.encode(save(event(a, 5), event(b, 1), event(a, 6), event(c, 2), event(c, 4)))
    heads = [struct.unpack("!iq", version)[1] for version in encoded.head_versions]
    assert dict(zip([case[4:] for case in encoded.head_cases], heads, strict=True)) == {
        a.bytes: 4,
        b.bytes: 0,
        c.bytes: -1,
    }


def test_a_save_too_large_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A save beyond the limit is rejected before it is sent, one at the limit is not."""
    monkeypatch.setattr(encoding, "MAX_SAVE_BYTES", 10)
    assert encoding.encode(save(event(uuid4(), 1, b"12345"), event(uuid4(), 1, b"12345"))).size == 10
    with pytest.raises(Rejected, match="11 bytes"):
        encoding.encode(Save(uuid4(), HASH, (event(uuid4(), 1, b"12345678901"),)))
