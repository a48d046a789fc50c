"""SQL kept in files beside the modules that send it."""

import re
from importlib import resources

_TITLE = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_COMMENT = re.compile(r"--.*$", re.MULTILINE)


def load(package: str, filename: str) -> dict[str, bytes]:
    """Return the statements of `filename` in `package` by their titles (lines `-- name: title`), without comments.

    They come as bytes because psycopg takes these, unlike `str`, from places other than literals.
    """
    text = resources.files(package).joinpath(filename).read_text("utf-8")
    pieces = _TITLE.split(text)
    return {
        title: _COMMENT.sub("", body).strip().removesuffix(";").encode()
        for title, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }
