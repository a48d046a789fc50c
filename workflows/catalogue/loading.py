"""Reading an edition from its folder: `edition.yaml` and a file for each project."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec
import yaml

from workflows.catalogue.checks import problems
from workflows.catalogue.edition import Catalogue, DeadlineRule, Provision, Score, TypeGroup
from workflows.catalogue.evidence import Words
from workflows.catalogue.subtask import Project, Subtask

T = TypeVar("T")

_SECTIONS: dict[str, Any] = {
    "types": Words, "groups": TypeGroup, "roles": Words, "deadlines": DeadlineRule, "confidentiality": Provision,
    "scoring": Score, "roll_up": Provision,
}  # fmt: skip
"""Tables of the edition and what their entries are."""


class CatalogueError(ValueError):
    """The files of an edition are wrong; every line names file, code and key."""


def load(folder: Traversable) -> Catalogue:
    """Read an edition; raises `CatalogueError`."""
    name = f"{folder.name}/edition.yaml"
    raw = _mapping(folder.joinpath("edition.yaml"), name)
    for section, kind in _SECTIONS.items():
        entries = raw.get(section)
        for code, entry in entries.items() if isinstance(entries, dict) else ():
            if kind is DeadlineRule and isinstance(entry, dict):
                entry["code"] = code
            _convert(entry, kind, f"{name}: {section}: {code}")
    head = _convert(raw, Catalogue, name)
    groups = {code: [str(kind) for kind in group.types] for code, group in head.groups.items()}
    files = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("project-"))
    projects = [
        _project(_mapping(folder.joinpath(file), f"{folder.name}/{file}"), f"{folder.name}/{file}", groups)
        for file in files
    ]
    catalogue = msgspec.structs.replace(head, projects=tuple(projects))
    if found := [f"{folder.name}/{problem}" for problem in problems(catalogue, folder.name)]:
        raise CatalogueError("\n".join(found))
    return catalogue


_YAML: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast reader where there is one."""


def _twice(node: yaml.Node | None) -> Iterator[str]:
    """Give keys that stand twice in a mapping: YAML itself lets the last one win."""
    if isinstance(node, yaml.MappingNode):
        keys = Counter(str(key.value) for key, _ in node.value)
        yield from (
            f"“{key}” stands twice in what begins in line {node.start_mark.line + 1}"
            for key, n in keys.items()
            if n > 1
        )
        for _, value in node.value:
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)


def _mapping(file: Traversable, name: str) -> dict[str, Any]:
    try:
        text = file.read_bytes()
        found = msgspec.yaml.decode(text, type=dict[str, Any])
    except (OSError, msgspec.MsgspecError) as error:
        raise CatalogueError(f"{name}: {error}") from error
    if twice := [f"{name}: {problem}" for problem in _twice(yaml.compose(text, _YAML))]:
        raise CatalogueError("\n".join(twice))
    return found


def _convert(raw: Any, kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{where}: {error}") from error


def _project(raw: dict[str, Any], name: str, groups: Mapping[str, list[str]]) -> Project:
    for entry in _subtasks(raw):
        for key in ("applies_to", "may_apply_to"):
            if isinstance(entry.get(key), list):
                entry[key] = [kind for given in entry[key] for kind in groups.get(given, [given])]
        _convert(entry, Subtask, f"{name}: {entry.get('code', 'a subtask without `code`')}")
    return _convert(raw, Project, name)


def _subtasks(raw: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Give what looks like a subtask or row; what does not is refused when the project is converted."""
    tasks = [task for task in _list(raw, "tasks") if isinstance(task, dict)]
    found = [*(entry for task in tasks for entry in _list(task, "subtasks")), *_list(raw, "rows")]
    return [entry for entry in found if isinstance(entry, dict)]


def _list(raw: dict[str, Any], key: str) -> list[Any]:
    found = raw.get(key)
    return found if isinstance(found, list) else []
