"""Making a session with its links: what `engawa session new` does. The office plans its own (server/office/planning.py).
And for how long any session may go on past its planned end."""

from __future__ import annotations

from dataclasses import dataclass

from rooms.base import Role
from rooms.sheet import Step
from rooms.state import Settings
from server.identity.ids import new_id
from server.identity.links import Signer, address, new_codes
from server.ports import Office, SessionRecord

HOUR_MS = 3_600_000
MOST_STAY_MS = 2 * HOUR_MS
"""No room lives longer than this past its planned end, whatever a server is set to: until then personal links hold, and
what the office keeps for a session that has begun."""
EARLY_MS = 15 * 60 * 1000
CLOSING_MS = 10 * 60 * 1000
DEFAULT_STEPS = (
    Step(title="ようこそ・今日の流れ", minutes=10),
    Step(title="アイスブレイク", minutes=20),
    Step(title="おしゃべり", minutes=40),
    Step(title="ひとことで終わり", minutes=10),
)


def stay_of(record: SessionRecord, most_ms: int) -> int:
    """For so long (ms) people may stay past the planned end where the server allows `most_ms`: not into what comes next."""
    if record.next_at is None:
        return most_ms
    return max(0, min(most_ms, record.next_at - record.settings.end_at))


@dataclass(frozen=True, slots=True)
class SessionLinks:
    """The addresses of a session, by role, and its short code."""

    session: str
    title: str
    urls: dict[Role, str]
    code: str | None


async def make_session(
    office: Office, title: str, open_at: int, hours: float, *, capacity: int = 120, session: str | None = None
) -> Settings:
    """Plan a session with links for participants (with a short code), facilitators and screens. Times in ms UTC."""
    end_at = open_at + round(hours * HOUR_MS)
    settings = Settings(
        session=session or new_id(),
        title=title,
        early_at=open_at - EARLY_MS,
        open_at=open_at,
        closing_at=max(open_at, end_at - CLOSING_MS),
        end_at=end_at,
        capacity=capacity,
        steps=DEFAULT_STEPS,
    )
    await office.create_session(settings)
    await office.add_link(settings.session, Role.FACILITATOR)
    await office.add_link(settings.session, Role.SCREEN)
    await _add_public_link(office, settings.session)
    return settings


async def _add_public_link(office: Office, session: str) -> None:
    for code in new_codes():
        try:
            await office.add_link(session, Role.PARTICIPANT, code=code)
        except ValueError:
            continue  # another session has this code
        return


async def session_links(office: Office, signer: Signer, settings: Settings, base: str) -> SessionLinks:
    """The addresses of a session's links that still hold."""
    urls: dict[Role, str] = {}
    code = None
    for link in await office.links(settings.session):
        if link.revoked:
            continue
        urls.setdefault(link.role, address(base, link.role, signer.secret(link.id)))
        code = code or link.code
    return SessionLinks(settings.session, settings.title, urls, code)
