"""A frozen form as JSON: written so that the same gives the same bytes."""

import msgspec

from workflows.forms import Content

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Content).decode


def frozen(content: Content) -> bytes:
    """Write what stands in a form: the same for the same."""
    return _encode(content)


def thawed(text: bytes) -> Content:
    """Read what was frozen."""
    return _decode(text)
