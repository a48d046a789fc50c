"""The tree of bodies: what is summed up equals straightforward sums over the register."""

from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.organization.dated import Dated
from projections.figures import Figures
from projections.term_counts import Count
from service.figures import Counted, asked_on
from service.moment import NOW
from service.tree import Trees, grown
from tests.workflows.organization.country import TODAY, Country, almaty
from workflows.calendar import Calendar
from workflows.register import Register

NUMBERS = st.integers(0, 5)
COUNTS = st.builds(Count, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(
    lambda count: replace(count, soon=min(count.soon, count.not_yet))  # those due soon are among those not due yet
)
_COUNTRY = almaty()
CODES = _COUNTRY.register.codes()


def _moved() -> Country:
    """The country after a department went to the other region, and a school was closed."""
    made = almaty()
    made.do("health", "move", parent="akmola", since="2024-03-01")
    made.do("health", "describe", region="KZ-11", since="2024-03-01")
    made.do("school", "close", on="2024-04-01", reason="liquidated")
    return made


REGISTERS = (_COUNTRY.register, _moved().register)


def _figures(counts: dict[str, Count], elsewhen: dict[str, int], silent: set[str]) -> Figures:
    return Figures(by_body=counts, elsewhen=elsewhen, silent_bodies=frozenset(silent))


def _sum(figures: Figures, codes: list[str]) -> tuple[tuple[int, ...], int, int]:
    """Sum up plainly: terms, those of other years, and silent bodies."""
    numbers = [astuple(figures.by_body.get(code, Count())) for code in codes]
    terms = tuple(sum(column) for column in zip(*numbers, strict=True)) if numbers else (0,) * 5
    elsewhen = sum(figures.elsewhen.get(code, 0) for code in codes)
    return terms, elsewhen, len(figures.silent_bodies & set(codes))


def _lasts(register: Register, code: str, on: date) -> bool:
    """Whether a body exists on a day that is not its last."""
    return register.exists(code, on) and register.exists(code, on + timedelta(days=1))


@given(
    st.sampled_from(REGISTERS),
    st.sampled_from([date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1), TODAY]),
    st.sets(st.sampled_from(CODES)),
    st.dictionaries(st.sampled_from(CODES), COUNTS),
    st.dictionaries(st.sampled_from(CODES), NUMBERS),
    st.sets(st.sampled_from(CODES)),
)
def test_a_branch_is_the_sum_of_what_is_below(
    register: Register, on: date, scope: set[str], counts: dict[str, Count], elsewhen: dict[str, int], silent: set[str]
) -> None:
    """Each body has the sums of all bodies of the reach below it on the day; regions have those of the bodies in them, the whole all."""
    figures = _figures(counts, elsewhen, silent)
    codes = sorted({below for code in scope for below in register.subtree(code, on)})
    tree = grown(register, codes, on, figures)
    assert set(tree.bodies) == set(codes)
    for code, branch in tree.bodies.items():
        below = list(register.subtree(code, on))
        assert (astuple(branch.count), branch.elsewhen, branch.silent) == _sum(figures, below)
        assert branch.bodies == sum(_lasts(register, one, on) for one in below if one != code)
        assert branch.below == register.below(code, on)
    for region, branch in tree.regions.items():
        lying = [code for code in codes if register.region_of(code, on) == region]
        assert (astuple(branch.count), branch.elsewhen, branch.silent) == _sum(figures, lying)
    assert (astuple(tree.whole.count), tree.whole.elsewhen, tree.whole.silent) == _sum(figures, codes)
    assert sorted(tree.tops) == [code for code in codes if register.above(code, on) not in codes]


def test_a_circle_ends() -> None:
    """Bodies that old entries put above each other in a circle are shown once, from the first of them."""
    register = Register()
    for code, above in (("a", "b"), ("b", "a"), ("c", "b")):
        record = _COUNTRY.register.organization("almaty")
        assert record
        register.put_organization(replace(record, code=code, above=Dated(((record.above.entries[0][0], above),))))
    counts = {code: Count(met=1) for code in ("a", "b", "c")}
    tree = grown(register, register.codes(), TODAY, Figures(by_body=counts))
    assert (tree.tops, tree.bodies["a"].count.met, tree.whole.count.met) == (["a"], 3, 3)
    assert (tree.bodies["a"].below, tree.bodies["b"].below) == (["b"], ["c"])


def test_a_tree_is_kept_until_something_changes() -> None:
    """The same figures and register give the very tree; an entry in the register, or other figures, another one."""
    made, trees = almaty(), Trees()
    counted = _counted()
    first = trees.of(counted, NOW, made.register, None, TODAY)
    assert trees.of(counted, NOW, made.register, None, TODAY) is first
    made.do("health", "move", parent="akmola", since="2024-03-01")
    moved = trees.of(counted, NOW, made.register, None, TODAY)
    assert (first.bodies["akmola"].below, moved.bodies["akmola"].below) == ([], ["health"])
    assert trees.of(_counted(), NOW, made.register, None, TODAY) is not moved
    assert trees.of(counted, NOW, made.register, ["health"], TODAY).tops == ["health"]


def _counted() -> Counted:
    at = datetime(2024, 6, 3, tzinfo=UTC)
    return Counted(Figures(), asked_on(TODAY, TODAY, Calendar.as_known(TODAY)), at, at)
