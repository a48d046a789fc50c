"""Files kept as evidence, as pages show them: name, size, a short form of the hash, where to get it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from projections.versions import NOTHING_LATER
from service.files.kinds import is_paper
from service.files.sharing import entitled
from service.i18n import Translator
from service.signatures.result import Checked
from service.web.visitor import Visitor

_SHORT = 8


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file for people. `address` is empty for one that the organisation does not keep, which is shown by its hash alone.

    `signatures` are those found in it and added to it, as they were verified last; `signatures_at` is empty of what nobody signs.
    """

    sha256: str
    name: str = ""
    size: str = ""
    address: str = ""
    signatures_at: str = ""
    signatures: Sequence[Checked] = ()

    @property
    def short(self) -> str:
        """As much of the hash as people compare."""
        return self.sha256[:_SHORT]


async def kept_files(
    visitor: Visitor, organization: str, hashes: Iterable[str], *, named: bool = False
) -> dict[str, KeptFile]:
    """Give files of an organisation by their hashes, those too that it does not keep or not for the visitor.

    `named` says that an entry of a case that the visitor may see names them.
    """
    wanted = dict.fromkeys(hashes)
    known = await visitor.service.files.all_known(organization, wanted)
    given = await entitled(visitor.service, visitor.person, organization, list(known), named=named)
    query = urlencode({"organization": organization})
    until = NOTHING_LATER if visitor.moment.is_now else visitor.moment.told_until
    verified = await visitor.service.signatures.of(organization, list(given), until) if given else {}
    made = (
        KeptFile(
            s,
            given[s].name,
            size(visitor.t, known[s].size),
            f"/files/{s}?{query}",
            f"/files/{s}/signatures?{query}" if s in verified or is_paper(known[s].media_type) else "",
            tuple(chain.from_iterable(one.signatures for one in verified.get(s, ()))),
        )
        for s in given
    )
    return {sha256: KeptFile(sha256) for sha256 in wanted} | {file.sha256: file for file in made}


def size(t: Translator, n: int) -> str:
    """Give a number of bytes in words, rounded as people say it."""
    if n < 1000:
        return t.n("{n} byte", "{n} bytes", n)
    if n < 1_000_000:
        return t("{kilobytes} KB", kilobytes=t.number(round(n / 1000)))
    return t("{megabytes} MB", megabytes=t.decimal(n / 1_000_000))
