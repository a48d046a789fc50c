"""Text that people wrote, on its way into a file that programs open: without what nobody sees and programs obey."""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters; XML takes most of them for an error
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of what follows
    "\u200b\u2060\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # what has no width, and letters that only programs read
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # what is no character
)
_ENDINGS = re.compile("\r\n?|[\u0085\u2028\u2029]")


def harmless(text: str) -> str:
    """Give a text without control characters and marks of direction, its lines ended by LF."""
    return _UNSEEN.sub("", _ENDINGS.sub("\n", text))
