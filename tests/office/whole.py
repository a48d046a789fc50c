"""What makes a package of Office Open XML whole (ECMA-376, part 2), looked at without the programs that mend one in silence."""

import io
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from xml.etree import ElementTree
from zipfile import ZipFile

_TYPES = "[Content_Types].xml"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_FOLDERS = {"_rels", "docProps", "word", "xl", "customXml"}
"""Folders that a document or a workbook has."""


def troubles(content: bytes) -> list[str]:
    """Give what is wrong with a package: nothing, if an office program need not mend it."""
    with ZipFile(io.BytesIO(content)) as archive:
        if (damaged := archive.testzip()) is not None:
            return [f"{damaged} is damaged"]
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    twice = [f"{name} is there twice" for name in parts if names.count(name) > 1]
    strange = [f"{name} is nothing that belongs here" for name in parts if not _belongs(name)]
    trees, broken = _trees(parts)
    return [*twice, *strange, *broken, *_untyped(parts, trees), *_dangling(parts, trees)]


def _belongs(name: str) -> bool:
    return name == _TYPES or name.partition("/")[0] in _FOLDERS


def _trees(parts: Mapping[str, bytes]) -> tuple[dict[str, ElementTree.Element], list[str]]:
    """Read the parts that are XML."""
    found, broken = {}, []
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                found[name] = ElementTree.fromstring(part)  # noqa: S314 - what we wrote ourselves
            except ElementTree.ParseError as error:
                broken.append(f"{name} is not well-formed: {error}")
    return found, broken


def _untyped(parts: Mapping[str, bytes], trees: Mapping[str, ElementTree.Element]) -> Iterator[str]:
    """Give parts of which the package does not say what they are, and what it says of parts that there are not."""
    if _TYPES not in trees:
        yield f"{_TYPES} is missing"
        return
    defaults = {one.get("Extension") for one in trees[_TYPES].iter(f"{_CONTENT}Default")}
    named = {str(one.get("PartName")).lstrip("/") for one in trees[_TYPES].iter(f"{_CONTENT}Override")}
    yield from (f"{name} is said to be there" for name in named if name not in parts)
    for name in parts:
        if name != _TYPES and name not in named and name.rpartition(".")[2] not in defaults:
            yield f"of {name} it is not said what it is"


def _dangling(parts: Mapping[str, bytes], trees: Mapping[str, ElementTree.Element]) -> Iterator[str]:
    """Give relationships that lead nowhere or outside, those that are named and are not there, and parts to which none leads."""
    reached = set()
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        owner = (
            name.replace("_rels/", "", 1)[: -len(".rels")] if name == "_rels/.rels" else name.replace("/_rels", "")[:-5]
        )
        ids = set()
        for one in tree.iter(f"{_RELATED}Relationship"):
            target = str(one.get("Target"))
            ids.add(one.get("Id"))
            path = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(owner), target))
            reached.add(path)
            if one.get("TargetMode") == "External" or path not in parts:
                yield f"{name} leads to {target}"
        if owner in trees:
            yield from (f"{owner} names {found}" for found in _named(trees[owner]) if found not in ids)
    yield from (
        f"nothing leads to {name}" for name in parts if not name.endswith(".rels") and name not in {*reached, _TYPES}
    )


def _named(tree: ElementTree.Element) -> Iterator[str]:
    """Give the relationships that a part names."""
    for element in tree.iter():
        yield from (
            str(value) for key, value in element.items() if str(key).endswith("/officeDocument/2006/relationships}id")
        )
