"""Settings: environment variables, nothing else. All have defaults that suit a first start on one machine."""

from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.alerts.webhooks.addresses import networks
from service.consistency.hosts import hosts
from service.geography import geography


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
    clock_seen_right_on: date | None = Field(
        None,
        description="day on which you saw that this machine's clock is right, if the service doubts it: believed for a quarter",
    )
    plan_ahead: bool = Field(
        True, description="plan the next year in the last working days of December, and make plans right every night"
    )
    max_body: int = Field(1_000_000, ge=1_000, description="largest request body in bytes")
    max_file: int = Field(50_000_000, ge=1_000, description="largest file kept as evidence in bytes")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="least severe messages to write"
    )
    public_url: str | None = Field(
        None, description="address under which people open the pages, for links; without it that of HOST and PORT"
    )
    smtp_host: str | None = Field(None, description="server that takes mail; without it no mail is sent")
    smtp_port: int = Field(587, ge=1, le=65_535, description="its port")
    smtp_tls: Literal["starttls", "implicit", "none"] = Field(
        "starttls", description="how mail is encrypted on its way there; none only to this machine itself"
    )
    smtp_user: str = Field("", description="login at the mail server, if it wants one")
    smtp_password: SecretStr = Field(SecretStr(""), description="password at the mail server")
    smtp_sender: str = Field("tbn4@localhost", pattern=r"^[!-?A-~]+@[!-?A-~]+$", description="address mail comes from")
    ca_file: Path | None = Field(
        None, description="further certificate authorities to trust, of mail servers and receivers of webhooks"
    )
    keep_webhook_days: int = Field(
        90, ge=7, le=3_650, description="days for which what webhooks were sent is kept, and can be sent again"
    )
    keep_told_years: int = Field(
        10, ge=3, le=100, description="years for which it is kept who was told what, when, and by which channel"
    )
    webhook_networks: str = Field(
        "", description="networks of our own that webhooks may lead to, as 10.1.0.0/16, separated by commas"
    )

    link_hosts: str = Field(
        "",
        description="hosts whose links in entries are asked whether they still answer, as gov.kz, separated by commas; each stands "
        "for those below it, too; without any, no link is asked for",
    )

    trust_dir: Path | None = Field(
        None,
        description="folder with the certificates of authorities (roots, intermediates) and lists of revoked ones (crls) by which "
        "electronic signatures are verified; without it none is valid",
    )
    ncanode_url: str | None = Field(
        None,
        description="address of NCANode, which is asked about signatures by the state standard (GOST); without it they are not verified",
    )
    ncalayer: bool = Field(
        False, description="let pages speak with NCALayer on the reader's machine, to sign in the browser"
    )
    ncalayer_url: str = Field(
        "wss://127.0.0.1:13579",
        description="where NCALayer listens on the reader's own machine; pages that sign may connect there and nowhere else",
    )

    map_file: Path | None = Field(
        None,
        description="GeoJSON file with the outlines of the 20 regions by ISO code, for a true map beside the tiles",
    )

    @field_validator("map_file")
    @classmethod
    def _is_map(cls, value: Path | None) -> Path | None:
        if value is not None:
            geography(value)  # its error says what is wrong
        return value

    @field_validator("database_url")
    @classmethod
    def _is_connection_string(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                conninfo_to_dict(value)
            except psycopg.ProgrammingError:
                raise ValueError("write it as postgresql://user:password@host:5432/database") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _is_site(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("write it as https://tbn4.example.kz")
        return value and value.rstrip("/")

    @field_validator("ncalayer_url")
    @classmethod
    def _is_layer(cls, value: str) -> str:
        parts = urlsplit(value)
        if (
            parts.scheme not in {"ws", "wss"}
            or not _is_this_machine(parts.hostname or "")
            or parts.path not in {"", "/"}
        ):
            raise ValueError("write it as wss://127.0.0.1:13579")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("ncanode_url")
    @classmethod
    def _is_node(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "http://localhost")
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username:
            raise ValueError("write it as http://localhost:14579")
        if parts.scheme == "http" and not _is_this_machine(parts.hostname):
            raise ValueError("files leave this machine encrypted only: write it as https://ncanode.example.kz")
        return value and value.rstrip("/")

    @field_validator("smtp_tls")
    @classmethod
    def _is_safe(cls, value: str, info: ValidationInfo) -> str:
        if value == "none" and not _is_this_machine(info.data.get("smtp_host") or "localhost"):
            raise ValueError("mail leaves this machine encrypted only: choose starttls or implicit")
        return value

    @field_validator("webhook_networks")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        try:
            networks(value)
        except ValueError:
            raise ValueError("write networks as 10.1.0.0/16, separated by commas") from None
        return value

    @field_validator("link_hosts")
    @classmethod
    def _are_hosts(cls, value: str) -> str:
        try:
            hosts(value)
        except ValueError:
            raise ValueError("write hosts as gov.kz or gov.kz:8443, separated by commas") from None
        return value

    @property
    def site(self) -> str:
        """The address under which people open the pages."""
        return self.public_url or f"http://{self.host}:{self.port}"


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


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
