"""What can be asked of files, imports and plans."""

from datetime import date
from typing import Annotated

from pydantic import Field

from events.organization import Post
from service.api.queries import AsOfQuery, NoQuery, Text, among


class FileQuery(NoQuery):
    """Whose file."""

    organization: Text = Field(
        description="code of the organisation whose file it is", examples=["almaty-region.procurement"]
    )


class NewFileQuery(FileQuery):
    """Whose file, and what it is called."""

    name: Text = Field(min_length=1, description="name of the file with its ending", examples=["Протокол № 3.pdf"])


class NewSignatureQuery(FileQuery):
    """Whose file is signed, and what the signature is called."""

    name: Text = Field(
        "signature.p7s", min_length=1, description="name of the signature", examples=["Протокол № 3.pdf.p7s"]
    )


class SignaturesQuery(FileQuery):
    """Whose file is signed, and who is said to have signed it."""

    post: Annotated[Text, among(Post)] | None = Field(
        None, description="post of the signatory", examples=["first_head"]
    )
    person: Text | None = Field(None, description="code of the signatory in the register", examples=["p-000123"])
    on: date | None = Field(
        None, description="day on which they are said to have signed; today by default", examples=["2024-12-16"]
    )


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
