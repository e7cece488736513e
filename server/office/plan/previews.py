"""A schedule's dates as the API and `engawa schedule preview` give them, and what is wrong with what was sent."""

from __future__ import annotations

from datetime import date, timedelta

from server.office.base.refusals import OfficeCode, OfficeRefused, Wrong
from server.office.rules.answer import FieldError
from server.office.rules.schedule import Schedule, preview, read_schedule, sift
from server.office.rules.schedule.changes import without_effect
from server.office.rules.schedule.courses import Course, courses
from server.office.rules.schedule.occurrences import Held, Left, TooManyDates, next_dates
from server.office.rules.schedule.reading import holidays_unknown_from
from server.office.rules.schedule.shown import CourseShown, DateShown, NotHeld, PreviewShown, RoomShown

LONGEST_DAYS = 366 * 5 + 1
NEXT = 12
MOST = 1500
"""Dates of one preview, held or left out."""
_WEEKDAYS = "月火水木金土日"


def _date(held: Held) -> DateShown:
    return DateShown(
        date=held.date,
        weekday=_WEEKDAYS[held.date.weekday()],
        start=held.start,
        end=held.end,
        rule=held.rule,
        form=held.form,
        venue=held.venue,
        rooms=tuple(RoomShown(name=room.name, start=room.start, end=room.end) for room in held.rooms),
        blocks=held.blocks,
        status=held.status,
        original=held.original,
        holiday=held.holiday,
        note=held.note,
    )


def _left(left: Left) -> NotHeld:
    return NotHeld(
        date=left.date,
        weekday=_WEEKDAYS[left.date.weekday()],
        rule=left.rule,
        reason=left.reason,
        why=left.why,
        note=left.note,
    )


def _course(course: Course) -> CourseShown:
    return CourseShown(rule=course.rule, since=course.since, wanted=course.wanted, held=course.held, last=course.last)


def show_preview(schedule: Schedule, first: date | None, last: date | None, today: date) -> PreviewShown:
    """All dates between two days; or, without a last day, the next twelve.

    Raises OfficeRefused: invalid, span_too_long (also for more than MOST dates).
    """
    schedule, wrong = sift(schedule)  # what cannot be done is told, and the rest shown
    begin = first or max(today, schedule.starts_on)
    if last is not None:
        if last < begin:
            raise OfficeRefused(OfficeCode.INVALID, Wrong("last", "last_before_first", "終わりの日が始まりより前です"))
        if (last - begin).days > LONGEST_DAYS:
            raise OfficeRefused(OfficeCode.SPAN_TOO_LONG, Wrong("last", "span_too_long", "5年までです"))
        try:
            made = preview(schedule, begin, last, MOST)
        except TooManyDates:
            words = f"日が多すぎます。{MOST}日までになるように、期間を短くしてください"
            raise OfficeRefused(OfficeCode.SPAN_TOO_LONG, Wrong("last", "too_many_dates", words)) from None
        dates, left, end = made.dates, made.not_held, last
    else:
        dates = tuple(next_dates(schedule, begin, NEXT))
        end = dates[-1].date if dates else begin + timedelta(days=366)
        left = preview(schedule, begin, end).not_held[:MOST]
    problems = [Wrong(f"schedule.{each.at}", each.code, each.words) for each in wrong]
    return PreviewShown(
        reading=read_schedule(schedule),
        timezone=schedule.timezone,
        first=begin,
        last=end,
        count=len(dates),
        dates=tuple(_date(each) for each in dates),
        not_held=tuple(_left(each) for each in left),
        without_effect=tuple(without_effect(schedule)),
        courses=tuple(_course(each) for each in courses(schedule)),
        holidays_unknown_from=holidays_unknown_from(schedule, end),
        problems=tuple(FieldError(at=each.at, code=each.code, message=each.message) for each in problems),
    )


def preview_json(schedule: Schedule, first: date | None, last: date | None, today: date) -> str:
    """The same as it is sent, for the workshop (`server.pools`). Raises OfficeRefused."""
    return show_preview(schedule, first, last, today).model_dump_json()
