"""From the organisation's name down to whom to ask: a notice as rows, at one scale."""

from __future__ import annotations

from dataclasses import replace

from reportlab.lib.units import mm

from server.office.papers.notice.fonts import BOLD, REGULAR
from server.office.papers.notice.fonts import width as width_of
from server.office.papers.notice.lines import balanced, wrap
from server.office.papers.notice.rows import Row, beside, dot, figures, figures_width, kept, line
from server.office.papers.notice.sheet import INK, LEFT, MOSS, RIGHT, SOFT
from server.office.papers.notice.words import LABELS, REST, Notice


class Body:
    """The rows of a notice, at one scale."""

    def __init__(self, notice: Notice, scale: float) -> None:
        self.notice, self.scale = notice, scale
        self.text, self.label = 12.5 * scale, 11.5 * scale
        self.labels = LABELS[notice.language]
        self.column = max(width_of(each, BOLD, self.label) for each in self.labels) + 14

    def rows(self) -> list[Row]:
        """Everything from the organisation to the contact."""
        notice, scale = self.notice, self.scale
        _, _, who, joining, leaving, questions = self.labels
        conditions = "\n".join(notice.conditions)
        made: list[Row] = []
        for space, part in (
            (0.0, self._head()),
            (7, self._lead()),
            (16, self._dates()),
            (6, self._said(REST[notice.language], "\n".join(notice.rests))),
            (13, self._how()),
            (13, self._said(who, conditions)),
            (5, self._said(joining, notice.entry)),
            (5, self._said(leaving, notice.leave)),
            (5, self._said(questions, notice.contact)),
        ):
            if part:
                made += [Row(space * scale), *part]
        return made

    def _head(self) -> list[Row]:
        width = RIGHT - LEFT - 26 * mm  # the lamp hangs at the right
        size, lines = 20.0, list[str]()
        for size, most in ((size, 1 if size > 42 else 2 if size > 27 else 3) for size in range(54, 20, -2)):
            size *= min(1, self.scale)
            lines = balanced(self.notice.title, BOLD, size, width)
            if len(lines) <= most:
                break
        label = 1.05 * self.label
        above = wrap(self.notice.organisation, BOLD, label, width)
        rows = [line(each, LEFT, BOLD, label, MOSS, 1.8) for each in above]
        rows += [line(each, LEFT, BOLD, size, INK, 1.32) for each in lines]
        height = sum(row.height for row in rows)
        rows[-1] = replace(rows[-1], height=rows[-1].height + max(0, 24 * mm - height))  # down to below the lamp
        return kept(rows)

    def _lead(self) -> list[Row]:
        size = 14.5 * self.scale
        lines = balanced(self.notice.lead, REGULAR, size, RIGHT - LEFT)
        return kept([line(each, LEFT, REGULAR, size, SOFT, 1.6) for each in lines if each])

    def _said(self, label: str, text: str, x: float = LEFT, right: float = RIGHT) -> list[Row]:
        """A label, and beside it what it is about."""
        if not text.strip():
            return []
        column = x + self.column
        rows = [line(each, column, REGULAR, self.text) for each in balanced(text, REGULAR, self.text, right - column)]
        rows[0] = beside(rows[0], line(label, x, BOLD, self.label, MOSS))
        return kept(rows)

    def _how(self) -> list[Row]:
        """Short points in two columns, else one below the other."""
        size, half = 13.5 * self.scale, (RIGHT - LEFT) / 2
        points, step = self.notice.how, 1.25 * size
        short = all(width_of(each, REGULAR, size) < half - 2 * step for each in points)
        columns = 2 if short and len(points) > 2 else 1
        made: list[Row] = []
        for n, text in enumerate(points):
            x = LEFT + n % columns * half
            lines = wrap(text, REGULAR, size, RIGHT - x - step)
            rows = [line(each, x + step, REGULAR, size, lead=1.65) for each in lines]
            rows[0] = beside(rows[0], dot(x, size))
            if x > LEFT:
                made[-1] = beside(made[-1], rows[0])
            else:
                made += kept(rows)
        return made

    def _dates(self) -> list[Row]:
        """The panel: dates in large figures; the place once, if it is the same for all."""
        dates, pad, small = self.notice.dates, 14.0, self.text
        x = LEFT + pad + self.column
        width = RIGHT - pad - x
        places = {each.place for each in dates}
        size = {1: 29, 2: 25, 3: 23}.get(len(dates), 20 if len(dates) < 7 else 17) * self.scale
        halves = [each.text.partition(" ") for each in dates]  # days and hours stand in columns of their own

        def widths() -> tuple[float, float]:
            day = max(figures_width(each, size) for each, _, _ in halves) + 0.4 * size
            return day, day + max(figures_width(each, size) for _, _, each in halves)

        columns = 2 if len(places) == 1 and len(dates) > 6 and widths()[1] * 0.7 < width / 2 else 1
        size *= max(0.6, min(1, (width / columns - (columns - 1) * 0.8 * size) / widths()[1]))
        day, whole = widths()
        aside = x + whole + 1.4 * small
        aside_fits = all(aside + width_of(each.place, REGULAR, small) < RIGHT - pad for each in dates)
        made: list[Row] = []
        for n, (date, (first, _, second)) in enumerate(zip(dates, halves, strict=True)):
            left = x + n % columns * (width - whole)
            if whole <= width / columns:
                rows = [beside(figures(first, left, size), figures(second, left + day, size))]
            else:
                rows = [line(each, left, BOLD, size, lead=1.42) for each in wrap(date.text, BOLD, size, width)]
            if len(places) > 1 and aside_fits:
                rows[0] = beside(rows[0], line(date.place, aside, REGULAR, small))
            elif len(places) > 1:
                rows += [line(each, x, REGULAR, small) for each in wrap(date.place, REGULAR, small, width)]
                rows[-1] = replace(rows[-1], height=rows[-1].height + 4 * self.scale)
            if left > x:
                made[-1] = beside(made[-1], *rows)
            else:
                made += kept(rows)
        made[0] = beside(made[0], line(self.labels[0], LEFT + pad, BOLD, self.label, MOSS))
        if len(places) == 1 and places != {""}:
            made[-1] = replace(made[-1], height=made[-1].height + 4 * self.scale)
            made += self._said(self.labels[1], dates[0].place, LEFT + pad, RIGHT - pad)
        made[-1] = replace(made[-1], keep=True)  # with the panel's lower edge
        edge = Row(9 * self.scale, panel=True)
        return [replace(edge, keep=True), *(replace(row, panel=True) for row in made), edge]
