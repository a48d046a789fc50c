"""The page of an archive, as a browser and a screen reader find it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote


@dataclass
class Page(HTMLParser):
    """What stands in the page: its language, headings, links, hashes, rows that lack something, and the tags that it is made of."""

    language: str = ""
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        told = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= told.keys()
        if tag == "html":
            self.language = told["lang"]
        if "href" in told:
            self.links.append(unquote(told["href"]))
        if tag == "tr" and told.get("class") == "lacks":
            self.lacks.append("")
        if tag not in {"meta", "br"}:
            self._open.append((tag, bool(self._open and self._open[-1][1]) or told.get("class") == "lacks"))

    def handle_endtag(self, _tag: str) -> None:
        """Note the end of a tag."""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note words."""
        if not self._open or not data.strip():
            return
        tag, lacking = self._open[-1]
        if tag in {"h1", "h2"}:
            self.headings.append(data.strip())
        if tag == "code":
            self.hashes.append(data.strip())
        if lacking:
            self.lacks[-1] += data


def read(content: bytes, files: Mapping[str, bytes]) -> Page:
    """Read a page, of which every link that leads into the archive leads to a file there, and which runs nothing."""
    page = Page()
    page.feed(content.decode())
    assert not page._open
    assert not page.tags & {"script", "iframe", "object", "img", "link", "form"}
    assert not [one for one in page.attributes if one.startswith("on")]
    assert not [one for one in page.links if one not in files and not one.startswith("https://")]
    return page
