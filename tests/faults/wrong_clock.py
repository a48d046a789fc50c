"""`python -m tests.faults.wrong_clock FILE`: the service with a clock that is wrong by as many seconds as the file says, now."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from service.cli.root import run
from service.logs import configure_logs
from service.server import listen, serve
from service.settings import Settings, load_settings
from service.wiring import open_service
from tests.offset_clock import OffsetClock


class FileClock(OffsetClock):
    """A clock that is put forward and back from outside."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        self.offset = timedelta(seconds=float(self._file.read_text("ascii")))
        return super().now()


def put(file: Path, offset: timedelta) -> None:
    """Put the clock of a running service forward or back; whoever reads meanwhile sees the one or the other."""
    part = file.with_suffix(".part")
    part.write_text(str(offset.total_seconds()), "ascii")
    part.replace(file)


async def _serve(settings: Settings, clock: FileClock) -> None:
    with listen(settings.host, settings.port) as listener:
        async with open_service(settings, clock) as service:
            await serve(service, listener, lambda _address: None)


if __name__ == "__main__":
    _settings = load_settings()
    configure_logs(_settings.log_format, _settings.log_level)
    _clock = FileClock(Path(sys.argv[1]))
    run(lambda: _serve(_settings, _clock))
