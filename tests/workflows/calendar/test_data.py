"""The packaged facts."""

from datetime import date

import msgspec
import pytest

from workflows.calendar import data
from workflows.calendar.data import BaseFile, base, checksum, laws, names, overrides
from workflows.calendar.day import HolidayKind, Kind


def test_base_refuses_a_change_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A holiday edited in the file is noticed by its checksum."""
    text = base().text().replace("2024-03-08", "2024-03-09").encode()
    monkeypatch.setattr(data, "_read", lambda _: text)
    with pytest.raises(ValueError, match="changed by hand"):
        base.__wrapped__()


def test_base_survives_its_own_text() -> None:
    """The text of the snapshot reads back as the snapshot."""
    again = msgspec.json.decode(base().text(), type=BaseFile)
    assert again == base()
    assert checksum(again.holidays) == again.sha256


def test_kinds_of_holidays() -> None:
    """7 January and Kurban Ait are marked as never transferred, future dates of the latter as estimates."""
    kinds = {h.name: h.kind for h in base().holidays}
    assert kinds.pop("christmas") is HolidayKind.RELIGIOUS_FIXED
    assert kinds.pop("kurban_ait") is HolidayKind.KURBAN_AIT
    assert set(kinds.values()) == {HolidayKind.NATIONAL}
    estimated = {h.day.year for h in base().holidays if h.estimated}
    assert estimated == set(range(2026, 2041))


def test_every_name_has_three_titles() -> None:
    """Each holiday that the data mention has a Russian, a Kazakh and an English title."""
    used = {h.name for h in base().holidays} | {o.name for o in overrides() if o.name}
    used |= {y.name for law in laws() for y in (*law.introduces, *law.removes)}
    assert used == set(names())
    assert {frozenset(titles) for titles in names().values()} == {frozenset({"ru", "kk", "en"})}


def test_swaps_pair_one_day_of_rest_with_one_working_day() -> None:
    """Every swap gives a working day and takes a day of rest within five weeks of it."""
    off = {o.day: o.pair for o in overrides() if o.kind is Kind.SWAP_OFF}
    work = {o.pair: o.day for o in overrides() if o.kind is Kind.SWAP_WORK}
    assert off == work
    assert all(pair is not None and abs((day - pair).days) <= 35 for day, pair in off.items())


def test_overrides_are_in_order_of_publication() -> None:
    """A later published override comes later, so that it wins."""
    published = [o.known_from or date.min for o in overrides()]
    assert published == sorted(published)
