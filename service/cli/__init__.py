"""The command `tbn4`."""

from service.cli.root import app

__all__ = ["app"]
