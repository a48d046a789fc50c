"""Names of files."""

import pytest

from service.files import FileRefused
from service.files.stored import LONGEST_NAME, clean_name

NAMES = [
    ("Протокол № 3.pdf", "Протокол № 3.pdf"),
    ("Қаулы.pdf", "Қаулы.pdf"),
    ("../../etc/passwd.txt", "passwd.txt"),
    ("/etc/passwd.txt", "passwd.txt"),
    ("C:\\Users\\Айгүл\\отчёт.docx", "отчёт.docx"),
    ("..\\..\\boot.txt", "boot.txt"),
    ("a\x00b\r\nc.pdf", "abc.pdf"),
    ("\u202egpj.pdf", "gpj.pdf"),
    (" и\u0306 .pdf ", "й .pdf"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_a_name_is_the_last_part_of_a_path_and_can_be_seen(given: str, kept: str) -> None:
    """Folders, invisible characters and decomposed letters go; the name itself stays as it was written."""
    assert clean_name(given) == kept


@pytest.mark.parametrize("given", ["", "..", "a/", "\u202e", "x" * LONGEST_NAME + ".pdf"])
def test_what_is_no_name_is_refused(given: str) -> None:
    """Nothing, only dots, only a folder, and what is too long are no names."""
    with pytest.raises(FileRefused):
        clean_name(given)
