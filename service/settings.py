"""Settings: environment variables, nothing else. All have defaults that suit a first start on one machine."""

from pathlib import Path
from typing import Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is wrong; the message is one line that names the variable, never its value (it may hold a password)."""


class Settings(BaseSettings):
    """What the service is told from outside; variables begin with `TBN4_`, but for the customary `HOST` and `PORT`."""

    model_config = SettingsConfigDict(env_prefix="TBN4_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    host: str = Field("127.0.0.1", validation_alias="HOST", description="address to listen on")
    port: int = Field(
        8000, validation_alias="PORT", ge=0, le=65_535, description="port to listen on; 0 takes a free one"
    )
    database_url: str | None = Field(
        None, description="PostgreSQL 15 or newer; without it an embedded one runs in the data folder"
    )
    data_dir: Path = Field(
        Path("data"), description="folder for the embedded PostgreSQL and the files kept as evidence"
    )
    seal_key_file: Path | None = Field(
        None,
        description="file with the key of sealed events and of all files, made on the first start; `seal.key` in the data folder",
    )
    log_format: Literal["auto", "json", "text"] = Field("auto", description="auto: text in a terminal, JSON elsewhere")
    demo: bool = Field(False, description="let demonstration accounts in: never where real work is done")
    clock_tolerance: float = Field(
        120.0,
        gt=0,
        le=86_400,
        description="seconds by which this machine's clock may differ from the database's while it records deadlines",
    )
    plan_ahead: bool = Field(
        True, description="plan the next year in the last working days of December, and make plans right every night"
    )
    max_body: int = Field(1_000_000, ge=1_000, description="largest request body in bytes")
    max_file: int = Field(50_000_000, ge=1_000, description="largest file kept as evidence in bytes")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="least severe messages to write"
    )

    @field_validator("database_url")
    @classmethod
    def _is_connection_string(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                conninfo_to_dict(value)
            except psycopg.ProgrammingError:
                raise ValueError("write it as postgresql://user:password@host:5432/database") from None
        return value


def load_settings() -> Settings:
    """Read the settings from the environment; `SettingsError` says in one line which variables are wrong and how."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"{_variable(str(problem['loc'][0]))}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise SettingsError("; ".join(wrong)) from None


def _variable(location: str) -> str:
    """Return the environment variable behind a field (validation errors name aliased fields by their alias)."""
    return location if location.isupper() else f"TBN4_{location}".upper()
