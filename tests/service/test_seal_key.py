"""The key of sealed events: made once, for one user, and missed when it is gone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from events.sealing import SECRET_BYTES, Seal
from service.seal_key import _read_or_make, load_seal
from service.settings import Settings, SettingsError
from tests.projections.histories import append
from tests.projections.test_report_counts import Secret


def settings(database_url: str, file: Path) -> Settings:
    return Settings(database_url=database_url).model_copy(update={"seal_key_file": file})


async def test_the_first_start_makes_the_key(database_url: str, tmp_path: Path) -> None:
    """A key file is made for the service's own user alone, in the data folder unless another is named, and used ever after."""
    chosen = Settings(database_url=database_url).model_copy(
        update={"seal_key_file": None, "data_dir": tmp_path / "data"}
    )
    async with await psycopg.AsyncConnection.connect(database_url) as conn:
        first = await load_seal(chosen, conn)
        again = await load_seal(chosen, conn)
    file = tmp_path / "data" / "seal.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert first.blinded("a") == again.blinded("a") == Seal(bytes.fromhex(file.read_text())).blinded("a")
    assert [path.name for path in file.parent.iterdir()] == ["seal.key"]


def test_processes_that_start_at_once_use_one_key(tmp_path: Path) -> None:
    """However many make the file at the same moment, all get the same key."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(_read_or_make, [tmp_path / "seal.key"] * 16))
    assert [len(key) for key in keys] == [SECRET_BYTES]


async def test_a_lost_key_is_not_replaced(database_url: str, tmp_path: Path) -> None:
    """Where events are sealed already, a missing file is told by name instead of being made anew; so is one that is no key."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        await append(conn, Secret("a").told().events)
        with pytest.raises(SettingsError, match=r"TBN4_SEAL_KEY_FILE.*lost\.key.*restore it"):
            await load_seal(settings(database_url, tmp_path / "lost.key"), conn)
        assert not (tmp_path / "lost.key").exists()
        (tmp_path / "wrong.key").write_text("no key")
        with pytest.raises(SettingsError, match="cannot be used as a key"):
            await load_seal(settings(database_url, tmp_path / "wrong.key"), conn)


async def test_a_lost_key_of_files_is_not_replaced(database_url: str, tmp_path: Path) -> None:
    """Where a file is kept, a missing key and another one are told by name too, though no event is sealed."""
    address, seal = "ab" * 32, Seal(b"k" * SECRET_BYTES)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        await conn.execute(
            "INSERT INTO files.kept VALUES ('a', %s, %s, 'text/plain', 1, 'aigul', now())",
            [address, seal.close_name(address, "протокол.txt")],
        )
        with pytest.raises(SettingsError, match=r"TBN4_SEAL_KEY_FILE.*lost\.key.*files are sealed.*restore it"):
            await load_seal(settings(database_url, tmp_path / "lost.key"), conn)
        (tmp_path / "other.key").write_text((b"x" * SECRET_BYTES).hex())
        with pytest.raises(SettingsError, match=r"other\.key cannot be used.*closed with another key"):
            await load_seal(settings(database_url, tmp_path / "other.key"), conn)
        (tmp_path / "right.key").write_text((b"k" * SECRET_BYTES).hex())
        assert (await load_seal(settings(database_url, tmp_path / "right.key"), conn)).name == seal.name
