"""Files that prove what was done: received, checked, kept by the SHA-256 of their content, given out again."""

from service.files.contents import Contents, Folder
from service.files.files import ContentLost, Examined, Files
from service.files.stored import FileRefused, FileTooLarge, StoredFile

__all__ = ["ContentLost", "Contents", "Examined", "FileRefused", "FileTooLarge", "Files", "Folder", "StoredFile"]
