"""Making a package: the papers in their folders, the list of them and of what is missing. The same state gives the same bytes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import IO, TYPE_CHECKING, cast
from zipfile import ZipFile

import msgspec

from events.sealing import seal_in_use
from events.text import Body, msg
from service.api.shapes.packages import PackageFile, PackageLack, PackageManifest
from service.exports.archive import add
from service.exports.bundles import Bundle, Wish, enter
from service.exports.index import NAME as INDEX
from service.exports.index import page
from service.exports.making import MOST_BYTES, Made
from service.exports.writing.writer import Target
from service.files.closed import opened
from service.files.sharing import entitled
from service.forms.giving import written
from service.forms.versions import version
from service.i18n import Translator, translator
from service.named import Named
from service.package.contents import Contents, PackageAsked, Section, check, contents
from service.package.index import index
from service.package.manifest import lacks, manifest_sheet, sealed
from service.package.piece import Piece
from service.package.places import Places
from service.package.results_table import RESULTS, results_table
from workflows.catalogue import in_force
from workflows.forms import Mode, lay_out

if TYPE_CHECKING:
    from service.access import Account
    from service.files.stored import StoredFile
    from service.wiring import Service

PAGE = "/packages"
NAME = "package"


async def manifest_of(service: "Service", account: "Account", asked: PackageAsked, t: Translator) -> PackageManifest:
    """Say what a package would hold, and what is missing; raises as `check` does."""
    await check(service, account, asked)
    return (await _plan(service, account, asked, t)).manifest()


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper that goes into the archive, at its place."""

    place: str
    piece: Piece


@dataclass
class _Plan:
    """The lines of the list, the papers behind them, and what is missing."""

    contents: Contents
    t: Translator
    lines: list[PackageFile] = field(default_factory=list)
    missing: list[PackageLack] = field(default_factory=list)
    papers: list[_Paper] = field(default_factory=list)

    def manifest(self) -> PackageManifest:
        """Give the list."""
        asked, t = self.contents.asked, self.t
        project = next(one for one in in_force(asked.year).projects if one.code == asked.project)
        name = Named(self.contents.register, t.language)(Body(asked.organization))
        return PackageManifest(
            asked.organization, name, asked.year, asked.project, project.title.of(t.language), t.language, self.lines, self.missing,
            sealed(self.contents, t),
        )  # fmt: skip


async def _plan(service: "Service", account: "Account", asked: PackageAsked, t: Translator) -> _Plan:
    """Find a place for every paper that the account may have."""
    found = await contents(service, asked, t)
    known = await service.files.all_known(asked.organization, found.hashes)
    given = await entitled(service, account, asked.organization, found.hashes, named=True)
    apart = await service.signatures.of(asked.organization, found.hashes)
    plan, places = _Plan(found, t), Places(t)
    for section in found.sections:
        plan.missing += lacks(section, t)
        for piece in section.pieces:
            stored, may = known.get(piece.sha256), given.get(piece.sha256)
            if piece.sha256 and (stored is None or may is None or may.sealed):
                plan.missing.append(_lost(section, piece, t))
                continue
            place, signatures = "", [one.signature for one in apart.get(piece.sha256, ()) if one.signature]
            if piece.sha256 or piece.made:
                place, is_first = places.of(section, piece, stored.name if stored else "form.pdf")
                signed = [
                    _Paper(f"{place}.{n}.p7s", replace(piece, sha256=one))
                    for n, one in enumerate(sorted(signatures), 1)
                ]
                plan.papers += [_Paper(place, piece), *signed] if is_first else []
            plan.lines.append(_line(section, piece, place, stored, len(signatures), t))
    return plan


async def _make(wish: Wish, asked: PackageAsked) -> Made:
    """Write the archive."""
    service, t = wish.service, translator(asked.language)
    as_of = service.clock.now()
    plan, target = await _plan(service, wish.account, asked, t), Target(wish.into, MOST_BYTES)
    with ZipFile(cast(IO[bytes], target), "w") as archive:  # it is only ever written to
        done = 0
        async for paper, source in _sources(wish, plan):
            with source:
                await asyncio.to_thread(add, archive, paper.place, source)
            target.check()
            done += 1
            wish.progress(done, len(plan.papers))
        manifest = plan.manifest()
        listed = msgspec.json.format(msgspec.json.encode(manifest))
        await asyncio.to_thread(add, archive, "manifest.json", BytesIO(listed))
        book = await written(service, manifest_sheet(manifest, t), "xlsx", sealed=False)
        await asyncio.to_thread(add, archive, "manifest.xlsx", BytesIO(book))
        await asyncio.to_thread(add, archive, INDEX, BytesIO(page(index(manifest, t), t)))
        results = await asyncio.to_thread(results_table, plan.contents, t)
        await asyncio.to_thread(add, archive, RESULTS, BytesIO(results))
    target.check()
    return Made(len(plan.lines), target.size, as_of, frozenset())


async def _sources(wish: Wish, plan: _Plan) -> AsyncIterator[tuple[_Paper, IO[bytes]]]:
    """Open the papers one by one; raises `ContentLost`, since an archive that lacks what it lists is worse than none."""
    organization, service = plan.contents.asked.organization, wish.service
    for paper in plan.papers:
        if paper.piece.made:
            yield paper, BytesIO(await _form(wish, paper.piece, plan))
            continue
        _, path = await service.files.open(organization, paper.piece.sha256)
        yield paper, opened(path, seal_in_use().address(organization, paper.piece.sha256))


async def _form(wish: Wish, piece: Piece, plan: _Plan) -> bytes:
    case = await wish.service.cases.get(piece.case_id)
    content = await version(wish.service, case, None, None)
    return await written(wish.service, lay_out(content, Mode.CLEAN, plan.contents.asked.language), "pdf", sealed=False)


def _line(
    section: Section, piece: Piece, place: str, stored: "StoredFile | None", apart: int, t: Translator
) -> PackageFile:
    return PackageFile(
        section.subtask.code, section.subtask.name(t.language), section.work.period, piece.title, place, piece.sha256,
        stored.size if stored else 0,
        tuple(f"{place}.{n}.p7s" for n in range(1, apart + 1)), piece.link, piece.document_no, piece.document_on, piece.signatory, piece.post or "",
        t.code("Post", piece.post) if piece.post else "", piece.signed_on,
        section.work.uploaded_on, piece.case_id, piece.entry,
    )  # fmt: skip


def _lost(section: Section, piece: Piece, t: Translator) -> PackageLack:
    what = t("The file of “{title}”: the service may not give it out here", title=piece.title)
    return PackageLack(
        section.subtask.code, section.subtask.name(t.language), section.work.period, "file", what, (), section.case_id
    )


enter(Bundle(NAME, msg("Package for the Cross-platform"), PackageAsked, PAGE, check, _make))
