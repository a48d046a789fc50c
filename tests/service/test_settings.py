"""Settings from the environment."""

from pathlib import Path

import pytest

from service.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes from the machine that runs the tests."""
    for name, field in Settings.model_fields.items():
        monkeypatch.delenv(str(field.validation_alias or f"TBN4_{name}".upper()), raising=False)


def test_defaults_suit_a_first_start() -> None:
    """Without any variable the service listens on this machine only and keeps its data below the working folder."""
    settings = load_settings()
    assert (settings.host, settings.port, settings.database_url, settings.data_dir) == (
        "127.0.0.1",
        8000,
        None,
        Path("data"),
    )


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """`PORT` and `HOST` are plain, the rest begins with `TBN4_`, and an empty variable is none."""
    for name, value in {
        "PORT": "9000",
        "HOST": "0.0.0.0",  # noqa: S104 - not listened on
        "TBN4_DATA_DIR": "/var/lib/tbn4",
        "TBN4_DATABASE_URL": "",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.host, settings.port, settings.database_url) == ("0.0.0.0", 9000, None)  # noqa: S104
    assert settings.data_dir == Path("/var/lib/tbn4")


def test_a_clusters_own_variables_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kubernetes gives every pod `TBN4_PORT=tcp://…` beside a service named tbn4: it is not ours."""
    monkeypatch.setenv("TBN4_PORT", "tcp://10.0.0.1:8000")
    assert load_settings().port == 8000


def test_mistakes_are_told_in_one_line_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wrong variable is named in one line, and its value, which may hold a password, is not repeated."""
    for name, value in {"PORT": "70000", "TBN4_LOG_FORMAT": "xml", "TBN4_DATABASE_URL": "db.example secret"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    message = str(caught.value)
    assert "\n" not in message
    assert all(
        name in message for name in ("PORT: ", "TBN4_LOG_FORMAT: ", "TBN4_DATABASE_URL: write it as postgresql://")
    )
    assert "secret" not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TBN4_PUBLIC_URL", "tbn4.example.kz"), ("TBN4_NCALAYER_URL", "wss://pki.example.kz:13579"), ("TBN4_SMTP_TLS", "never"), ("TBN4_SMTP_SENDER", "TBN-4 <a@b.kz>"),
        ("TBN4_WEBHOOK_NETWORKS", "10.1.2.3/8"),
    ],
)  # fmt: skip
def test_what_leaves_the_service_is_set_right(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """What does not fit among the settings of mail and webhooks is named."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize(("host", "fits"), [("localhost", True), ("127.0.0.1", True), ("mail.example.kz", False)])
def test_mail_leaves_the_machine_encrypted(monkeypatch: pytest.MonkeyPatch, host: str, fits: bool) -> None:
    """Without encryption mail goes to this machine alone."""
    monkeypatch.setenv("TBN4_SMTP_HOST", host)
    monkeypatch.setenv("TBN4_SMTP_TLS", "none")
    if fits:
        assert load_settings().smtp_tls == "none"
    else:
        with pytest.raises(SettingsError, match="TBN4_SMTP_TLS"):
            load_settings()


def test_the_site_is_where_it_listens_unless_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links lead to the public address, without one to that of the service itself."""
    assert load_settings().site == "http://127.0.0.1:8000"
    monkeypatch.setenv("TBN4_PUBLIC_URL", "https://tbn4.example.kz/")
    assert load_settings().site == "https://tbn4.example.kz"
