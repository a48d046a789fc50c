"""What the process that checks signatures is asked."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The folder of trust ("" for none), when the signature came, the length of one that lies apart from its file, and whether the file is a PDF."""

    trust: str
    received: datetime
    signature: int = 0
    is_pdf: bool = False
