"""What can be asked of files, imports and plans."""

from pydantic import Field

from service.api.queries import AsOfQuery, NoQuery, Text


class FileQuery(NoQuery):
    """Whose file."""

    organization: Text = Field(
        description="code of the organisation whose file it is", examples=["almaty-region.procurement"]
    )


class NewFileQuery(FileQuery):
    """Whose file, and what it is called."""

    name: Text = Field(min_length=1, description="name of the file with its ending", examples=["Протокол № 3.pdf"])


class ImportQuery(NoQuery):
    """Importing a table."""

    dry_run: bool = Field(False, description="say what the import would do, and store nothing")


class PlanQuery(AsOfQuery):
    """Whose plan."""

    organization: Text = Field(description="code of the organisation", examples=["almaty-region.procurement"])


class CardQuery(NoQuery):
    """How to enter a table of dates."""

    dry_run: bool = Field(False, description="only say what it would do")
    name: Text | None = Field(None, min_length=1, description="where the table is from", examples=["karta-2024.xlsx"])
