"""Parameters of queries, read strictly."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from service.api import queries

MODELS = [m for m in vars(queries).values() if isinstance(m, type) and issubclass(m, queries.NoQuery)]


def _named(form: str) -> list[tuple[type[BaseModel], str]]:
    """Give every parameter of that format in all queries."""
    properties = [(m, name, m.model_json_schema()["properties"][name]) for m in MODELS for name in _parameters(m)]
    return [(m, name) for m, name, schema in properties if any(s.get("format") == form for s in _options(schema))]


def _parameters(model: type[BaseModel]) -> list[str]:
    return list(model.model_json_schema().get("properties", {}))


def _options(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema.get("anyOf", ())]


def _accepted(model: type[BaseModel], name: str, text: str) -> bool:
    try:
        model.model_validate({name: text})
    except ValidationError as error:
        return all(wrong["loc"][0] != name for wrong in error.errors())
    return True


def test_there_are_days_to_test() -> None:
    """The test below finds the parameters that it is about."""
    assert {(queries.DueQuery, "from"), (queries.CasesQuery, "opened_to")} <= set(_named("date"))


@pytest.mark.parametrize(("model", "name"), _named("date"))
def test_a_day_is_written_as_a_day(model: type[BaseModel], name: str) -> None:
    """Seconds since 1970, instants and other ways to write a day are refused at every parameter that is a day."""
    assert _accepted(model, name, "2024-10-21")
    for text in ("1729468800", "2024-10-21T00:00:00", "20241021", "2024-W43-1", " 2024-10-21"):
        assert not _accepted(model, name, text), text


def test_an_instant_is_written_as_an_instant() -> None:
    """An instant has a day and a time; seconds since 1970 are refused."""
    for text in ("2024-10-21T00:00:00Z", "2024-10-21T00:00:00.5+05:00"):
        assert queries.AuditQuery.model_validate({"recorded_from": text}).recorded_from
    for text in ("1729468800", "1729468800.5"):
        with pytest.raises(ValidationError):
            queries.AuditQuery.model_validate({"recorded_from": text})
