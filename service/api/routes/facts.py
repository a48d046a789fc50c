"""Addresses of the facts of Appendix 2."""

from service.api import facts, shapes
from service.api.describing import Doc
from service.api.routes.table import LIST, PREFIX, route

route(
    "GET",
    PREFIX + "/facts",
    facts.get_facts,
    Doc(
        "Appendix 2",
        "List facts",
        "Facts that bodies of your scope registered for Appendix 2, the last found first. Of sealed rows (2.1.1, 2.5.5) only "
        "those of bodies on whose list of access you stand.",
        shapes.page_of(shapes.FactItem),
        problems=LIST,
        headers=("Tbn4-Behind",),
    ),
)
route(
    "GET",
    PREFIX + "/appendix-2",
    facts.get_appendix_2,
    Doc(
        "Appendix 2",
        "Get Appendix 2",
        "The rows of a body and of all below it for a quarter: facts, each counted once with all its origins, a signed nil, or "
        "nothing said. Sealed rows are `restricted` where you are not on the list of access, and nothing of them is counted.",
        shapes.Appendix2,
        problems=("bad-query", "out-of-scope", "unavailable"),
        headers=("Tbn4-Behind",),
    ),
)
