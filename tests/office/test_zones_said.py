"""Hours of a session that is held by another clock than Japan's say by which, wherever they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import select

from server.identity.links import Signer
from server.office.base.tables import sessions
from server.office.content import defaults
from server.office.papers import texts, words
from server.office.papers.words import Language
from server.office.sessions import calendar
from server.office.sessions.links import Addresses
from server.office.sessions.planned import session_of
from tests.office.conftest import NOW, Town, monthly

ZONE = "America/New_York"
SAID = {"ja": f"[{ZONE}の時刻]", "ja-simple": f"[{ZONE}の 時刻]", "en": f"[{ZONE} time]"}


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("zone", [ZONE, "Asia/Tokyo", "Japan"])
async def test_papers_texts_and_mails_say_the_zone(town: Town, tmp_path: Path, language: Language, zone: str) -> None:
    shown = await town.series({"timezone": zone, **monthly(start="02:30", end="04:00")})
    addresses = Addresses("https://engawa.example", Signer(tmp_path))

    def work(connection: Any) -> list[str]:
        wanted = connection.execute(select(sessions.c.id).order_by(sessions.c.starts_at)).scalars().first()
        planned = session_of(connection, town.organisation, wanted)
        one = texts.session_notice(connection, town.organisation, wanted, addresses, language)
        many = texts.series_notice(connection, town.organisation, shown.id, addresses, language, NOW)
        made = texts.invitation_texts(connection, town.organisation, wanted, addresses, language)
        listed = calendar.show_session(connection, town.organisation, wanted, NOW, defaults()).session
        assert listed.timezone == zone
        return [
            *(date.text for date in (*one.dates, *many.dates)),
            made.line, made.sns, made.mail, made.mail_subject,
            words.when_words(planned.row, planned.zone, language),
            words.span_words(listed.start, None, language),
        ]  # fmt: skip

    for text in await town.database.write(work):
        assert (SAID[language] in text) is (zone == ZONE), text
