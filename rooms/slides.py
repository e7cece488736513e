"""Who may have a page of the slides, just now."""

from __future__ import annotations

from rooms.activities.slides import Slides
from rooms.audience import Viewer
from rooms.state import Room
from rooms.views import audience_of, may_see_activity


def sees_slide(room: Room, person_id: str, deck: str, page: int) -> bool:
    """Staff may have every page, to prepare and to lead; all others the one that is shown where they are. Who looks in,
    waits or is not here has none. Whether the session has such a deck is for the office to say."""
    audience = audience_of(room, person_id)
    if audience.kind is Viewer.STAFF:
        return True
    return any(
        isinstance(slides, Slides)
        and (slides.deck, slides.page) == (deck, page)
        and may_see_activity(zone, audience, private=room.plan.is_private(zone))
        for zone, slides in room.activities.items()
    )
