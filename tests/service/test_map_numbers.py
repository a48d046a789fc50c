"""Which bodies stand for what on the map of a region."""

from datetime import date

from service.map_numbers import OTHERS, parts
from tests.workflows.organization.country import Country

DAY = date(2024, 3, 1)


def test_a_body_counts_in_the_region_where_it_lies() -> None:
    """One that stands below a department of another region is counted in its own region alone, and so once in the country."""
    country = Country()
    country.enter("oblast", "OBL", region="KZ-11")
    country.enter("department", "UPR", "oblast", region="KZ-11")
    country.enter("near", "KGS", "department", region="KZ-11")
    country.enter("far", "KGS", "department", region="KZ-19")
    here, there = (parts(country.register, None, region, DAY) for region in ("KZ-11", "KZ-19"))
    assert here == {
        "departments": {"department": ["department", "near"]},
        "districts": {},
        OTHERS: {"oblast": ["oblast"]},
    }
    assert there == {"departments": {}, "districts": {}, OTHERS: {"far": ["far"]}}
