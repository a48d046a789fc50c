"""SQL in files."""

from events.store.statements import load


def test_statements_come_by_title_without_comments() -> None:
    """Every title of a file names one bare statement."""
    statements = load("events.store", "reader.sql")
    known = {
        "read_case",
        "read_cases",
        "read_part",
        "read_places",
        "read_log",
        "read_register",
        "newest_events",
        "known_cases",
        "last_position",
    }
    assert set(statements) == known | {"find_command", "logs", "changed_since", "newest_place", "read_later"}
    assert statements["last_position"] == b"SELECT coalesce(max(position), 0) FROM log.events WHERE log = %(log)s"
    assert not any(b"--" in statement or b";" in statement for statement in statements.values())
