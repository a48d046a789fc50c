"""Figures for the anti-corruption body."""

from service.api.shapes.shape import Shape


class ReportCount(Shape, frozen=True):
    """A figure: region and category, each empty for all. `reports` leaves the reports of `hidden` cells out, each under `fewest`."""

    region: str
    category: str
    reports: int
    hidden: int


class ReportCounts(Shape, frozen=True):
    """Figures of a year, by region, category or both; a cell (a region and a category) with fewer than `fewest` is hidden."""

    year: int
    by: str
    fewest: int
    items: list[ReportCount]
