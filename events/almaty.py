"""The one time zone of Kazakhstan, from the pinned package `tzdata`.

A machine's own database may be older than 2024a and still say UTC+6 after 2024-03-01.
"""

import zoneinfo
from datetime import date, datetime

zoneinfo.reset_tzpath(to=())
ALMATY = zoneinfo.ZoneInfo("Asia/Almaty")


def day_of(instant: datetime) -> date:
    """Give the date of an aware instant in Kazakhstan."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant.isoformat()}")
    return instant.astimezone(ALMATY).date()
