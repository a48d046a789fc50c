"""Log lines: one shape, bound ids, nothing personal."""

import json
import logging
from typing import Any

import pytest
import structlog

from service.logs import WITHHELD, configure_logs

pytestmark = pytest.mark.usefixtures("logging_as_before")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_lines_carry_what_is_bound(capsys: pytest.CaptureFixture[str]) -> None:
    """Ours and the libraries' lines are JSON objects of one shape, with the ids bound around them."""
    configure_logs("json")
    with structlog.contextvars.bound_contextvars(request_id="r-1", case_id="c-1"):
        structlog.get_logger("service.cases").info("action recorded", version=3)
        logging.getLogger("uvicorn.error").warning("started %s", "worker")
    ours, theirs = lines(capsys)
    assert {
        "event": "action recorded",
        "version": 3,
        "request_id": "r-1",
        "case_id": "c-1",
        "level": "info",
    }.items() <= ours.items()
    assert {"event": "started worker", "logger": "uvicorn.error", "request_id": "r-1"}.items() <= theirs.items()
    assert set(theirs) <= set(ours)


def test_nothing_personal_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Fields that may hold personal data are blanked, and so are passwords in addresses, in tracebacks too."""
    configure_logs("json")
    log = structlog.get_logger("service")
    log.info("entered", **dict.fromkeys(WITHHELD, "Асанов"), url="postgresql://tbn4:hidden@db/tbn4")
    log.error("lost", exc_info=ConnectionError("postgresql://tbn4:hidden@db/tbn4"))
    written = capsys.readouterr().err
    assert "Асанов" not in written
    assert "hidden" not in written
    assert written.count("tbn4:withheld@db") == 2


def test_access_lines_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Uvicorn's access lines, with addresses and queries, are not written, and levels below the chosen are not either."""
    configure_logs("json", "warning")
    logging.getLogger("uvicorn.access").info('10.0.0.7:1 - "GET /?q=Асанов"')
    structlog.get_logger("service").info("detail")
    assert lines(capsys) == []


def test_a_terminal_gets_readable_text(capsys: pytest.CaptureFixture[str]) -> None:
    """As text, a line reads from left to right, and a traceback shows no local variables."""
    configure_logs("text")
    secret = "Асанов"  # noqa: F841 - must not be printed
    try:
        _ = 1 // 0
    except ZeroDivisionError:
        structlog.get_logger("service").exception("failed", case_id="c-1")
    written = capsys.readouterr().err
    assert "failed" in written
    assert "case_id=c-1" in written
    assert "ZeroDivisionError" in written
    assert written.count("Асанов") == 0


def test_an_error_on_a_sealed_case_is_told_by_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is bound to a sealed case has neither its id nor the words and the traceback of an error."""
    configure_logs("json")
    with structlog.contextvars.bound_contextvars(sealed=True, case_id="c-1"):
        try:
            int("Асанов")
        except ValueError as error:
            structlog.get_logger("service").exception("failed")
            structlog.get_logger("service").error("failed", exc_info=error)
            logging.getLogger("uvicorn.error").exception("failed")
    written = capsys.readouterr().err
    assert [line["error"] for line in map(json.loads, written.splitlines())] == ["ValueError"] * 3
    assert "Асанов" not in written
    assert "c-1" not in written
