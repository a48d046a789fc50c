"""The addresses of the API."""

from fastapi import APIRouter

from service.api import commands, reading

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)

router.add_api_route("/cases", commands.open_case, methods=["POST"], status_code=201)
router.add_api_route("/cases/{case_id}", reading.get_case, methods=["GET"])
router.add_api_route("/cases/{case_id}/actions/{action}", commands.act_on_case, methods=["POST"])
router.add_api_route("/cases/{case_id}/events", reading.get_events, methods=["GET"])
