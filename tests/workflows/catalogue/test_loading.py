"""Files of an edition that are wrong."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from workflows.catalogue import CatalogueError, edition, load

PACKAGED = Path(str(files("workflows.catalogue").joinpath("2024")))
ONE, TWO, THREE, FOUR = (f"project-{number}.yaml" for number in range(1, 5))
EDITION = "edition.yaml"

WRONG: list[tuple[str, str, str, str]] = [
    # unknown names
    (ONE, "applies_to: [CGO, OBL]", "applies_to: [CGO, XYZ]", r"2024/project-1.yaml: 1.1.1: .*'XYZ'.*applies_to\[1\]"),
    (ONE, "may_apply_to: [RAY]", "may_apply_to: [rayon]", r"1.1.1: .*'rayon'.*may_apply_to"),
    (EDITION, "types: [OBL, UPR, RAY, OTD]", "types: [OBL, XYZ]", r"2024/edition.yaml: groups: MIO: .*'XYZ'.*types"),
    (FOUR, "{role: GSZ}", "{role: GSA}", r"2024/project-4.yaml: 4.1.2: responsible: .*“GSA”"),
    (ONE, "[D04]", "[D99]", r"1.1.3: deadlines: .*“D99”"),
    (ONE, "[D04]", "[D05]", r"1.1.3: deadlines: .*“D05”"),
    (EDITION, 'of: "2.3.1"', 'of: "2.9.9"', r"edition.yaml: D13: of: there is no “2.9.9”"),
    (ONE, "    deadlines: [D06]\n", "", r"edition.yaml: D06: of: 1.2.2 does not list it"),
    (ONE, 'feeds: ["1.5.1", "4.2.4"]', 'feeds: ["1.5.9"]', r"1.4.1: feeds: .*“1.5.9”"),
    (ONE, "roll_up: RU6", "roll_up: RU66", r"1.4.1: roll_up: .*“RU66”"),
    (THREE, "scoring: S1", "scoring: S2", r"3.2.1: scoring: .*“S2”"),
    (TWO, "confidentiality: C4", "confidentiality: C9", r"2.1.1: confidentiality: .*“C9”"),
    (THREE, "signing: general", "signing: anybody", r"3.1.1: .*'anybody'.*signing"),
    (FOUR, "{every: month}", "{every: fortnight}", r"4.2.3: .*'fortnight'.*recurrence.every"),
    (ONE, "when: withheld", "when: raining", r"1.3.2: .*'raining'.*evidence\[1\].when"),
    (ONE, "channels: [website, media, social]", "channels: [radio]", r"1.1.3: .*'radio'.*channels"),
    (ONE, "slug: vakr-order", "slug: vakr-order\n    colour: red", r"1.1.2: .*`colour`"),
    # twice or not as many
    (ONE, "slug: vakr-order", "slug: vakr-schedule", r"project-1.yaml: 1.1.2: slug: “vakr-schedule” stands 2 times"),
    (FOUR, 'code: "4.2.3"', 'code: "4.2.2"', r"project-4.yaml: 4.2.2: code: “4.2.2” stands 2 times"),
    (EDITION, "subtasks: 39}", "subtasks: 40}", r"counts: subtasks: 40 are announced, there are 39"),
    (ONE, "kind: work_plan", "kind: order", r"1.1.2: `evidence`: “order” stands twice"),
    (ONE, "may_apply_to: [RAY]", "may_apply_to: [OBL]", r"1.1.1: `applies_to and may_apply_to`: “OBL” stands twice"),
    (EDITION, "year: 2024", "year: 2025", r"edition.yaml: year: 2025 is not the folder's year"),
    # in the wrong place
    (ONE, 'code: "1.2.2"', 'code: "1.3.7"', r"1.3.7: code: the subtask is not one of task 1.2"),
    (ONE, 'code: "1.4"\n', 'code: "2.4"\n', r"2.4: code: the task is not one of project 1"),
    (TWO, 'code: "2.5.R"', 'code: "3.5.R"', r"3.5.R: code: the row is not one of project 2"),
    # missing
    (
        ONE,
        "      kk: Сыбайлас жемқорлық тәуекелдеріне ішкі талдау жүргізу кестесін бекіту\n",
        "",
        r"1.1.1: .*`kk`.*title",
    ),
    (ONE, "kk: бекітілген кесте", 'kk: ""', r"1.1.1: .*evidence\[0\].title.kk"),
    (EDITION, "kk: аппарат басшысы, ", "", r"roles: APPARATUS_HEAD: .*`kk`"),
    (EDITION, "  AGT: {", "  AGX: {", r"2024/edition.yaml: .*'AGX'.*types"),
    (FOUR, "    slug: gsz\n", "", r"4.1.2: .*`slug`"),
    (FOUR, '- code: "4.1.1"\n    slug', "- slug", r"a subtask without `code`: .*`code`"),
    (TWO, "group: report", 'group: ""', r"2.1.1: .*`group` is missing in the evidence “letter”"),
    (TWO, "      group: report\n", "      group: other\n", r"2.1.1: .*“other” has a single member"),
    (TWO, "      when: gift\n", "", r"2.5.4: .*`when` is missing in the evidence “handover_act”"),
    (TWO, "      appendix: 3\n", "", r"2.2.1: .*`appendix` is missing in the evidence “reconciliation_act”"),
    # superfluous
    (
        ONE,
        "need: optional",
        "need: optional\n      group: g",
        r"1.1.2: .*`group` is superfluous in the evidence “work_plan”",
    ),
    (ONE, "need: optional", "need: optional\n      channels: [media]", r"1.1.2: .*`channels` are for links"),
    (FOUR, "feeds: [appendix_4]", "feeds: [appendix_5]", r"4.1.2: `feeds` names other appendices"),
    (
        ONE,
        "    workflow: analysis_schedule",
        "    entry: draw_up",
        r"1.1.1: `entry` “draw_up” belongs to no `workflow`",
    ),
    (EDITION, "\n  D05:\n", "\n  D04:\n", r"2024/edition.yaml: .*“D04” stands twice"),
    (ONE, "    line: 91\n", "    line: 91\n    line: 92\n", r"2024/project-1.yaml: .*“line” stands twice"),
    # of another form
    (ONE, "line: 83", "line: eighty-three", r"1.1.1: .*int.*line"),
    (ONE, "slug: vakr-order", "slug: Приказ", r"1.1.2: .*regex.*slug"),
    (EDITION, "sha256: fe7e", "sha256: zz7e", r"edition.yaml: .*sha256"),
    (ONE, "  subtasks:\n", "  subtasks: nothing\n  others:\n", r"project-1.yaml: "),
    (ONE, "tasks:\n", "tasks: [\n", r"2024/project-1.yaml: "),
    (EDITION, "roles:\n", "roles: none\nothers:\n", r"2024/edition.yaml: .*roles|2024/edition.yaml: .*others"),
]
"""File, what is written there, what is written instead, and what is said of it."""


@pytest.mark.parametrize(("file", "text", "instead", "said"), WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, file: str, text: str, instead: str, said: str) -> None:
    """A mistake in the files is refused by file, code and key."""
    folder = tmp_path / "2024"
    shutil.copytree(PACKAGED, folder)
    path = folder / file
    written = path.read_text("utf-8")
    assert text in written
    path.write_text(written.replace(text, instead, 1), "utf-8")
    with pytest.raises(CatalogueError, match=said):
        load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Without its edition or one of its projects an edition is refused."""
    folder = tmp_path / "2024"
    shutil.copytree(PACKAGED, folder)
    (folder / "project-3.yaml").unlink()
    with pytest.raises(CatalogueError, match="counts: projects: 4 are announced, there are 3"):
        load(folder)
    (folder / "edition.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"2024/edition.yaml"):
        load(folder)


def test_all_that_does_not_fit_is_named_at_once(tmp_path: Path) -> None:
    """Several mistakes that only the whole shows are told together."""
    folder = tmp_path / "2024"
    shutil.copytree(PACKAGED, folder)
    for file, text, instead in ((ONE, "roll_up: RU6", "roll_up: RU66"), (FOUR, "{role: GSZ}", "{role: GSA}")):
        path = folder / file
        path.write_text(path.read_text("utf-8").replace(text, instead), "utf-8")
    with pytest.raises(CatalogueError) as raised:
        load(folder)
    assert [line.split(": ")[1] for line in str(raised.value).splitlines()] == ["1.4.1", "4.1.2"]


def test_the_package_holds_what_is_served() -> None:
    """The packaged folder loads to the edition that is served."""
    assert load(PACKAGED) == edition(2024)
