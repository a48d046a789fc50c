"""Codes have names."""

from service import vocabulary
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
