"""Which registrations are one fact."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events.fact import ONLY_PROPOSED
from events.restriction_fact.base import RestrictionFound
from projections.counted import Told, counted

DAY = date(2024, 5, 14)


def told(number: int, identity: str = "", same_as: int = 0, row: str = "2.1.1", body: str = "") -> Told:
    """A registration; a link names the other by its number."""
    link = UUID(int=same_as) if same_as else None
    return Told(UUID(int=number), body or f"body-{number}", row, "", DAY, "criminal", identity or f"own-{number}", link)


def numbers(found: list[Told], linked: tuple[Told, ...] = ()) -> list[list[int]]:
    """The numbers of the registrations of each fact."""
    return sorted(sorted(one.id.int for one in fact.origins) for fact in counted(found, linked))


def test_the_same_from_two_bodies_counts_once_and_keeps_both() -> None:
    """A district and an oblast that register the same fact are both named as its origins; another fact is another."""
    [first, second] = counted([told(1, "a", body="oblast"), told(2, "a", body="district"), told(3, "b", body="oblast")])
    assert [one.organization for one in first.origins] == ["district", "oblast"]
    assert [one.organization for one in second.origins] == ["oblast"]


def test_links_join_what_is_written_differently() -> None:
    """A link, a chain of links, a circle, and a link through a registration that is not counted itself all make one fact."""
    assert numbers([told(1), told(2, same_as=1)]) == [[1, 2]]
    assert numbers([told(1), told(2, same_as=1), told(3, same_as=2)]) == [[1, 2, 3]]
    assert numbers([told(1, same_as=2), told(2, same_as=1), told(3, same_as=1)]) == [[1, 2, 3]]
    assert numbers([told(1, same_as=9), told(2, same_as=9)]) == [[1, 2]]
    outside = told(9, "x")
    assert numbers([told(1, same_as=9), told(2, "x")], (outside,)) == [[1, 2]]


def test_rows_are_counted_apart() -> None:
    """The same identity in two rows is a fact of each."""
    assert numbers([told(1, "a"), told(2, "a", row="2.3.1")]) == [[1], [2]]


def test_what_looks_alike_may_be_two() -> None:
    """The same entered twice by one body counts once, beside other bodies', too; one that is said to be of its own stays apart."""
    pair = [told(1, "a", body="x"), told(2, "a", body="x")]
    assert numbers(pair) == [[1, 2]]
    assert numbers([*pair, told(3, "a", body="y"), told(4, "a", body="y")]) == [[1, 2, 3, 4]]
    assert numbers([told(1, "a"), replace(told(2, "a"), own=True)]) == [[1], [2]]


def test_what_no_number_tells_apart_is_only_proposed() -> None:
    """Two conflicts of interest of one person found on one day count as two, each telling of the other, until a person links them."""
    first, second = told(1, "a", row="2.5.2"), told(2, "a", row="2.5.2")
    [one, other] = counted([first, second])
    assert ([a.id for a in one.alike], [a.id for a in other.alike]) == ([second.id], [first.id])
    [both] = counted([first, told(2, "a", same_as=1, row="2.5.2")])
    assert (len(both.origins), both.alike) == (2, ())
    assert [fact.alike for fact in counted([first, replace(second, own=True)])] == [(), ()]


def test_the_rows_that_only_propose() -> None:
    """They are those of broken restrictions: of each kind, and of no other."""
    restrictions = {kind.ROW for kind in RestrictionFound.__subclasses__()}
    assert restrictions == ONLY_PROPOSED


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 8)), max_size=8), st.randoms())
def test_order_makes_no_difference(given_: list[tuple[str, int]], pick: object) -> None:
    """However they come, each registration is an origin of exactly one fact, and those of a kind of one are together."""
    found = [told(number, identity, same) for number, (identity, same) in enumerate(given_, 1)]
    shuffled = list(found)
    pick.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    groups = numbers(found)
    assert groups == numbers(shuffled)
    assert sorted(number for group in groups for number in group) == [one.id.int for one in found]
    together = {number: index for index, group in enumerate(groups) for number in group}
    for one in found:
        for other in found:
            if one.identity == other.identity or one.same_as == other.id:
                assert together[one.id.int] == together[other.id.int]
