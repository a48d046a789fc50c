"""Why a list is not exported."""

from events.text import msg
from workflows.refusals import Refused


class TooLong(Refused):
    """The list has more rows than may be had in this way."""

    def __init__(self, most: int) -> None:
        super().__init__(msg("The list has more than {most} rows.", most=most))


class TooLongInMemory(TooLong):
    """The workbook holds sealed rows, which lie nowhere but in memory until it is packed, and has too many rows for that."""

    def __init__(self, most: int) -> None:
        Refused.__init__(
            self,
            msg(
                "A workbook with sealed rows may have {most} rows at most: narrow the list, or take it as CSV or JSON.",
                most=most,
            ),
        )


class TooLarge(Refused):
    """The file would be larger than files of this kind may be."""

    def __init__(self, most: int) -> None:
        limit = f"{most / 1e6:g}"
        super().__init__(msg("The file would be larger than {limit} MB: narrow the list.", limit=limit))


class TooLongToPrint(Refused):
    """A history has more entries, or more text, than a PDF may have; `most` are the entries, where these are too many."""

    def __init__(self, most: int = 0) -> None:
        super().__init__(
            msg("The history has more than {most} entries. Take it as JSON Lines or as CSV.", most=most)
            if most
            else msg("The history has more text than a PDF may have. Take it as JSON Lines or as CSV.")
        )


class TooManyExports(Refused):
    """The account waits for, or keeps, as much as it may."""


class NotReady(Refused):
    """There is no file of the export, or not yet."""
