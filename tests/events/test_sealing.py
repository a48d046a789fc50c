"""Sealed states: read with the key and in their place alone."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from events import codec
from events.event import Envelope
from events.reading import Reading, SealedCase, SealedRead
from events.sealing import MAGIC, SECRET_BYTES, Place, Seal, Unreadable, _Kept, seal_in_use

CASE = uuid.UUID(int=1)
SEAL = Seal(b"k" * SECRET_BYTES)
PLACE = Place(CASE, 3, "test.topic")


@given(st.binary(), st.uuids(), st.integers(1, 2**62), st.text())
def test_what_is_closed_is_opened_again(state: bytes, case_id: uuid.UUID, version: int, topic: str) -> None:
    """Any state comes back, and two closings of one state have nothing in common but how they begin."""
    place = Place(case_id, version, topic)
    closed, again = SEAL.close(place, state), SEAL.close(place, state)
    assert SEAL.open(place, closed) == SEAL.open(place, again) == state
    assert closed != again
    assert closed.startswith(MAGIC)


@pytest.mark.parametrize(
    "other", [replace(PLACE, case_id=uuid.UUID(int=2)), replace(PLACE, version=4), replace(PLACE, topic="x")]
)
def test_a_state_in_another_place_is_refused(other: Place) -> None:
    """A state that was moved to another case, number or topic cannot be read there."""
    with pytest.raises(Unreadable, match="moved to another place"):
        SEAL.open(other, SEAL.close(PLACE, b"{}"))


@given(st.data())
def test_a_changed_state_is_refused(data: st.DataObject) -> None:
    """No bit of a sealed state can be turned without notice, nor can it be cut short."""
    closed = SEAL.close(PLACE, b"{}")
    at = data.draw(st.integers(len(MAGIC), len(closed) - 1))
    bit = data.draw(st.integers(0, 7))
    for changed in (closed[:at] + bytes([closed[at] ^ 1 << bit]) + closed[at + 1 :], closed[:at]):
        with pytest.raises(Unreadable):
            SEAL.open(PLACE, changed)


def test_another_key_is_told_from_damage() -> None:
    """With another key the error says which file to restore; a key of the wrong length is none."""
    with pytest.raises(Unreadable, match="TBN4_SEAL_KEY_FILE"):
        Seal(b"x" * SECRET_BYTES).open(PLACE, SEAL.close(PLACE, b"{}"))
    with pytest.raises(Unreadable, match="5 bytes"):
        Seal(b"short")


def test_what_stands_for_a_text_is_made_with_the_key() -> None:
    """The same text gives the same with one key and something else with another."""
    assert SEAL.blinded("a") == Seal(b"k" * SECRET_BYTES).blinded("a") != SEAL.blinded("b")
    assert SEAL.blinded("a") != Seal(b"x" * SECRET_BYTES).blinded("a")


def read(clearance: str) -> SealedRead:
    """An event with a clearance, or without."""
    envelope = Envelope("somebody", "officer", CASE, clearance=clearance)
    cases = (SealedCase(CASE, "almaty", "C4"),)
    at = datetime(2024, 2, 12, tzinfo=UTC)
    return SealedRead(
        originator_id=CASE, originator_version=1, timestamp=at, envelope=envelope, cases=cases, what=Reading.PAGE
    )


def test_only_events_with_a_clearance_are_sealed() -> None:
    """An event that needs none stays JSON; one that does shows its topic alone, and both come back."""
    stored = codec.encode(read("C4"))
    assert (stored.topic, b"almaty" in stored.state) == ("sealed.read", False)
    assert codec.read(stored) == read("C4")
    assert b"almaty" in codec.encode(read("")).state
    assert codec.read(codec.encode(read(""))) == read("")
    moved = StoredEvent(uuid.UUID(int=9), 1, stored.topic, stored.state)
    with pytest.raises(Unreadable):
        codec.read(moved)


def test_without_a_key_nothing_is_sealed_or_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without the key refuses, and says how it gets one; events that need no clearance do not need it."""
    stored = codec.encode(read("C4"))
    monkeypatch.setattr(_Kept, "seal", None)
    for refused in (lambda: codec.encode(read("C4")), lambda: codec.read(stored), seal_in_use):
        with pytest.raises(Unreadable, match="TBN4_SEAL_KEY_FILE"):
            refused()
    assert codec.read(codec.encode(read(""))) == read("")
