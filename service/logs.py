"""Log lines: JSON in production, readable in a terminal, one shape for ours and the libraries'.

What a line is about is bound with `structlog.contextvars.bound_contextvars(request_id=…, actor_id=…, case_id=…)`. Lines carry
ids, never personal data: fields named in `WITHHELD` are blanked, as are passwords in addresses. Of a sealed case
(requirements §9) they carry not even its id: `sealed=True` is bound instead, and an error is told by its kind alone.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

WITHHELD = frozenset(
    {"authorization", "body", "cookie", "email", "full_name", "iin", "login", "password", "person", "phone", "token"}
)
_PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)([^:@/\s]*):[^@/\s]*@")

_Line = MutableMapping[str, Any]


def configure_logs(shape: Literal["auto", "json", "text"] = "auto", level: str = "info") -> None:
    """Send all log lines to stderr in one shape. Run uvicorn with `log_config=None`, so that it leaves this alone."""
    terminal = sys.stderr.isatty()
    as_text = shape == "text" or (shape == "auto" and terminal)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        withhold,
        seal,
    ]
    last = _text(colors=terminal) if as_text else _json()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    _adopt_libraries()
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def withhold(_logger: object, _method: str, line: _Line) -> _Line:
    """Blank fields that may hold personal data or secrets, and passwords inside addresses (a structlog processor)."""
    line.pop("color_message", None)  # uvicorn's message once more, with escape codes
    for key, value in line.items():
        if key in WITHHELD:
            line[key] = "withheld"
        elif isinstance(value, str):
            line[key] = _PASSWORD_IN_ADDRESS.sub(r"\1:withheld@", value)
    return line


def seal(_logger: object, _method: str, line: _Line) -> _Line:
    """Tell of an error on a sealed case by its kind alone: its words may quote the case (a structlog processor)."""
    if not line.get("sealed"):
        return line
    line.pop("case_id", None)
    if told := line.pop("exc_info", None):
        error = told if isinstance(told, BaseException) else told[1] if isinstance(told, tuple) else sys.exception()
        line["error"] = type(error).__name__
    return line


def _text(*, colors: bool) -> list[structlog.typing.Processor]:
    plain = structlog.dev.plain_traceback  # the default one prints local variables, which hold personal data
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]


def _json() -> list[structlog.typing.Processor]:
    return [structlog.processors.format_exc_info, withhold, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _adopt_libraries() -> None:
    """Let libraries' loggers speak through ours; uvicorn's access lines hold addresses and queries: not wanted."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in ("uvicorn.access", "apscheduler", "httpx", "httpx2"):
        logging.getLogger(name).setLevel(logging.WARNING)
