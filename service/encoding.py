"""Text that comes from outside is UTF-8: what is not is refused before anything is done with it."""

import re
from urllib.parse import unquote_to_bytes

from events.text import msg
from service.problems import BadRequest

_RAW = re.compile(rb"[\x80-\xff]")


def check_utf8(sent: bytes) -> None:
    """Refuse bytes that are no text; raises `BadRequest`."""
    try:
        sent.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(msg("The text is not UTF-8: byte {offset} is wrong.", offset=error.start + 1)) from None


def check_encoded(sent: bytes) -> None:
    """Refuse percent-encoded bytes, of a query or of a form, that are no text; raises `BadRequest`."""
    if b"%" in sent or not sent.isascii():
        check_utf8(sent)
        check_utf8(unquote_to_bytes(sent))


def escaped(query: bytes) -> bytes:
    """Percent-encode the raw bytes of a query string, so that they are read as the UTF-8 they are."""
    return query if query.isascii() else _RAW.sub(lambda byte: f"%{byte[0][0]:02X}".encode(), query)
