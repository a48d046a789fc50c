"""What stands in a form, its blanks, and which forms there are."""

from tests.workflows.forms.samples import HEAD, form, line
from workflows.catalogue import Every
from workflows.forms import Said, blanks, forms


def test_a_blank_is_not_a_nil() -> None:
    """A part that nobody reported and one reported in part are blanks; a nil, and what is not owed or sealed, are none (A-66)."""
    said = {
        "2.1.1": Said.RESTRICTED,
        "2.3.1": Said.MISSING,
        "2.3.2": Said.NIL,
        "2.4.1": Said.PARTLY,
        "2.5.1": Said.NOT_OWED,
    }
    found = list(blanks(form(2, said=said, signatory=HEAD)))
    assert [(one.group, one.said) for one in found] == [("2.3.1", Said.MISSING), ("2.4.1", Said.PARTLY)]


def test_nobody_to_sign_is_a_blank() -> None:
    """Of a form whose post nobody holds the head says so first; a form that nobody signs lacks nothing."""
    assert [one.group for one in blanks(form(1, said=Said.REPORTED))] == [""]
    assert not list(blanks(form(4, line("region", 1, 1), said=Said.REPORTED, signatory=None)))


def test_forms_are_fed_as_the_instruction_says() -> None:
    """Each form is fed by its subtasks, Appendix 2 by ten of them and the row of relatives (requirements §10)."""
    fed = {number: [part.code for part in known.parts(2024)] for number, known in forms().items()}
    assert {number: codes for number, codes in fed.items() if number != 2} == {
        1: ["1.5.1"],
        3: ["2.2.1"],
        4: ["4.1.2"],
        5: ["4.2.3", "4.2.4"],
        6: ["4.3.1"],
    }
    assert len(fed[2]) == 11


def test_periods_of_forms() -> None:
    """Appendix 2 is of quarters or a year (A-67), what happens monthly also of months, the others of a year."""
    assert [*forms()[2].every_period(2024)] == ["2024", "2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert len([*forms()[5].every_period(2024)]) == 17
    assert {number for number, known in forms().items() if known.periods == (Every.YEAR,)} == {1, 3, 4}
