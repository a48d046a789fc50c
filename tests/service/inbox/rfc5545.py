"""The form that RFC 5545 asks of an iCalendar file, checked on its bytes: no library of ours has a say in it."""

import re
from collections import Counter

_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)", re.DOTALL
)
_ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "SEQUENCE", "URL", "CLASS", "TRANSP")
_TEXTS = ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME")
_VALUES = {
    "DTSTAMP": r"\d{8}T\d{6}Z", "DTSTART": r"\d{8}", "DTEND": r"\d{8}", "STATUS": "CONFIRMED|CANCELLED", "SEQUENCE": r"\d{1,10}",
    "VERSION": r"2\.0", "TRANSP": "TRANSPARENT", "CLASS": "PRIVATE", "CALSCALE": "GREGORIAN", "URL": r"https?://[^\s]+",
}  # fmt: skip


def events(content: bytes) -> list[dict[str, str]]:
    """Hold a file to the form, and give the properties of its events by their names."""
    lines = _unfolded(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    outside: Counter[str] = Counter()
    for line in lines[1:-1]:
        if line in {"BEGIN:VEVENT", "END:VEVENT"}:
            assert (line == "BEGIN:VEVENT") == (not found or "END" in found[-1])
            found += [{}] if line == "BEGIN:VEVENT" else []
            if line == "END:VEVENT":
                found[-1]["END"] = ""
            continue
        name, parameters, value = _parsed(line)
        if found and "END" not in found[-1]:
            assert name not in found[-1], f"{name} stands twice in an event"
            found[-1][name] = value
            assert (name in {"DTSTART", "DTEND"}) == (parameters == ";VALUE=DATE"), line
        else:
            outside[name] += 1
    assert outside["PRODID"] == outside["VERSION"] == 1
    for event in found:
        assert set(_ONCE) <= event.keys(), event
    assert max(Counter(event["UID"] for event in found).values(), default=1) == 1
    return found


def _unfolded(content: bytes) -> list[str]:
    """Take the folds out: each line has at most 75 octets, ends with CRLF, and is UTF-8 before it is unfolded."""
    assert content.endswith(b"\r\n")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    physical = content[:-2].split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert all(line.decode() and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line) for line in physical)
    return b"\r\n".join(physical).replace(b"\r\n ", b"").decode().split("\r\n")


def _parsed(line: str) -> tuple[str, str, str]:
    matched = _LINE.fullmatch(line)
    assert matched, line
    name, value = matched["name"].upper(), matched["value"]
    if name in _VALUES:
        assert re.fullmatch(_VALUES[name], value), line
    if name in _TEXTS:
        assert not re.search(r"(?<!\\)[;,]", value.replace("\\\\", "")), line
        assert not re.search(r"\\[^\\;,nN]", value), line
    return name, matched["parameters"], value
