"""The words of the forms, in the manner of the Instruction or mended, in Russian or Kazakh."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

FormLanguage = Literal["ru", "kk"]
"""Forms are printed in the languages of the state."""


class Mode(StrEnum):
    """Letter for letter as the Instruction has it, slips and all, or mended (A-01, A-02, A-50, A-52)."""

    VERBATIM = "verbatim"
    CLEAN = "clean"


@cache
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("texts.yaml").read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in a language and a mode; what a clean form says otherwise stands under `clean`."""

    language: FormLanguage
    mode: Mode

    def __call__(self, *path: str | int, **params: object) -> str:
        """Give a text by its path in the file, with its `{placeholders}` filled; raises `KeyError`."""
        found: Any = _texts()
        for key in path:
            found = found[key]
        if self.mode is Mode.CLEAN and "clean" in found:
            found = found["clean"]
        text = str(found[self.language])
        return text.format_map(params) if params else text

    def keys(self, *path: str) -> tuple[str, ...]:
        """Give the keys below a path, in their order."""
        found: Any = _texts()
        for key in path:
            found = found[key]
        return tuple(found)

    def number(self, *path: str) -> int:
        """Count the entries of a list."""
        return len(self.keys(*path))
