"""Codes have names."""

from collections.abc import Iterator

from service import vocabulary
from service.nodes import Node, root
from workflows import payload
from workflows.actor import Post, Role
from workflows.machine import actions
from workflows.registry import WORKFLOWS


def test_everything_a_page_may_show_has_a_name() -> None:
    """States, actions, events, rules, roles, posts and remarks are named without anybody having to list them."""
    for kind in WORKFLOWS.values():
        assert all(vocabulary.title("state", state.id) for state in kind.states)
        assert all(vocabulary.title("rule", rule.code) for rule in kind.CASE.RULES)
        for name, action in actions(kind).items():
            assert vocabulary.title("action", name) == action.title
            assert vocabulary.title("event", action.event.TOPIC)
    assert all(vocabulary.title("role", code) for code in (*Role, *Post))
    assert vocabulary.title("PartyKind", "working_group") == "Working group"
    assert vocabulary.title("event", "risk_analysis.analysis_ordered") == "Analysis ordered"
    assert vocabulary.title("event", "case.deadline_missed") == "Deadline missed"
    assert vocabulary.title("nothing", "at all") is None


def _rows(node: Node) -> Iterator[Node]:
    """Give what the rows of all tables below a place are."""
    if node.is_table:
        yield node.item
        node = node.item
    if node.type == "object":
        for _, child in node.properties:
            yield from _rows(child)


def test_rows_of_tables_are_named_in_the_singular() -> None:
    """Every table of every event has a title for one row of it."""
    rows = [row.schema["title"] for event in vocabulary.events() for row in _rows(root(payload.schema(event)))]
    assert {row for row in rows if not vocabulary.title("row", row)} == set()
    assert vocabulary.title("row", "PlanItem") == "Measure"
