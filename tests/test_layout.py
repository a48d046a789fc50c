"""The layout is the one the customer gave, and every claim of size is kept."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = ("events", "workflows", "projections", "service")


def test_top_level() -> None:
    """The top level shows the folders the customer named."""
    for name in (*CODE, "tests", "deploy", "pyproject.toml", "README.md"):
        assert (ROOT / name).exists()


def test_modules_are_small() -> None:
    """No module of ours is longer than 250 lines: a longer one becomes a folder."""
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 250
    }
    assert long == {}


def test_nobody_asks_the_machine_for_the_time() -> None:
    """Time comes from the injected clock: only service/clock.py reads the machine's."""
    askers = [
        str(path.relative_to(ROOT))
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        if any(call in path.read_text("utf-8") for call in ("datetime.now(", "date.today(", "datetime.utcnow("))
    ]
    assert askers == ["service/clock.py"]
