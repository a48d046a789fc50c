"""Files kept as evidence."""

from service.api.shapes.shape import Shape


class KeptFile(Shape, frozen=True):
    """A kept file: hash of its content, size in bytes, media type by its content, the name it first came under."""

    sha256: str
    size: int
    media_type: str
    name: str
