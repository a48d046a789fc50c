"""The peer over HTTP, run as a program: a minimal FastAPI application that loads, changes and saves a stock aggregate.

`python -m tests.benchmarks.stock_endpoint DATABASE_URL`. Its endpoints are plain functions, which FastAPI runs in threads, as the
library has no other interface. It asks for no token, no version and no idempotency key, and checks no more of the data
than that they are an object. The web server has the settings of ours.
"""

import sys
from typing import Annotated, Any
from uuid import UUID

import uvicorn
import uvloop
from fastapi import Body, FastAPI
from pydantic import BaseModel

from service.server import listen
from tests.benchmarks.stock import Analyses, Analysis, analyses


class Opening(BaseModel):
    """An analysis to begin."""

    organization: str
    data: dict[str, Any]


def create_app(application: Analyses) -> FastAPI:
    """Give the two endpoints."""
    app = FastAPI()

    @app.post("/api/v1/cases", status_code=201)
    def open_case(opening: Opening) -> dict[str, Any]:
        analysis = Analysis(organization=opening.organization, actor="head", data=opening.data)
        application.save(analysis)
        return {"id": analysis.id, "state": analysis.state, "version": analysis.version}

    @app.post("/api/v1/cases/{case_id}/actions/{action}")
    def act(case_id: UUID, action: str, data: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
        analysis: Analysis = application.repository.get(case_id)
        analysis.act(action, "head", data)
        application.save(analysis)
        return {"id": analysis.id, "state": analysis.state, "version": analysis.version}

    return app


def main(url: str) -> None:
    """Serve on a free port until told to stop, and print the address."""
    with listen("127.0.0.1", 0) as listener, analyses(url) as application:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201 - read by who started it
        config = uvicorn.Config(
            create_app(application),
            loop="none",
            http="httptools",
            log_config=None,
            lifespan="off",
            server_header=False,
            backlog=2048,
        )
        uvloop.run(uvicorn.Server(config).serve([listener]))


if __name__ == "__main__":
    main(sys.argv[1])
