"""What differs between two documents."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.differing import Difference, differences

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("a/~0", max_size=2),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text("a/~0", max_size=2), below, max_size=3),
    max_leaves=8,
)


def _applied(before: Any, found: list[Difference]) -> Any:
    """Change a document by what differs; what was removed from a list goes last to first."""
    whole = {"": deepcopy(before)}
    removed = [one for one in reversed(found) if one.kind == "removed"]
    for one in [*(one for one in found if one.kind != "removed"), *removed]:
        *way, last = [name.replace("~1", "/").replace("~0", "~") for name in one.path.split("/")]
        at: Any = whole
        for name in way:
            at = at[int(name) if isinstance(at, list) else name]
        place = int(last) if isinstance(at, list) else last
        if one.kind == "removed":
            del at[place]
        elif isinstance(at, list) and one.kind == "added":
            at.append(one.after)
        else:
            at[place] = one.after
    return whole[""]


@given(_VALUES, _VALUES)
def test_what_differs_makes_one_of_the_other(before: Any, after: Any) -> None:
    """Whoever changes the first document by what differs has the second; nothing differs from itself."""
    assert _applied(before, list(differences(before, after))) == after
    assert list(differences(after, after)) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 2}, [Difference("changed", "/a", 1, 2)]),
        ({"a": 1}, {"b": 1}, [Difference("removed", "/a", 1, None), Difference("added", "/b", None, 1)]),
        ([1, 2], [1], [Difference("removed", "/1", 2, None)]),
        ({"a/b": {"c~": []}}, {"a/b": {"c~": [1]}}, [Difference("added", "/a~1b/c~0/0", None, 1)]),
        ({"a": []}, {"a": {}}, [Difference("changed", "/a", [], {})]),
    ],
)
def test_each_difference_has_its_pointer(before: Any, after: Any, expected: list[Difference]) -> None:
    """Members are named by JSON pointers, with slash and tilde escaped."""
    assert list(differences(before, after)) == expected
