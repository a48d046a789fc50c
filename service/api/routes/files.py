"""Addresses of files kept as evidence."""

from service.api import answers_shown, files, shapes
from service.api.describing import Doc, in_path
from service.api.routes.table import FILES, route
from service.files.kinds import ACCEPTED

COMMON = ("bad-query", "out-of-scope", "unknown", "unavailable")

route(
    "POST",
    FILES,
    files.post_file,
    Doc(
        "Files",
        "Keep a file",
        "The body is the file itself. An event names it as evidence by `sha256`. Whoever may read an organisation's cases may keep "
        "files for it; until an event names it, it is given back to its sender alone, and what a sealed case names to those "
        f"cleared for the case. Accepted: {ACCEPTED}; the content must be what the ending of `name` says.",
        shapes.KeptFile,
        201,
        (*COMMON, "bad-request", "too-large", "file-not-accepted"),
        headers=("Location",),
        extra={"200": "You had sent this content before; the answer is the same as then"},
        example=answers_shown.KEPT_FILE,
    ),
    requestBody={
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
)
route(
    "GET",
    FILES + "/{sha256}",
    files.get_file,
    Doc(
        "Files",
        "Get a file",
        "The content, with the type that it was found to have and the name it first came under; the ETag is its SHA-256. "
        "Takes `Range`.",
        "application/octet-stream",
        problems=COMMON,
    ),
    parameters=[in_path("sha256", "SHA-256 of the content", answers_shown.KEPT_FILE["sha256"])],
)
