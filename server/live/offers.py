"""What a desk offers to a telephone: to become the 手元リモコン of whoever stands at that desk.

An offer is a random word in a QR code. The first telephone that brings it claims it, and shows a number; the desk
shows the same number, and only はい at the desk makes a remote of the telephone. So whoever photographs the code from across
the hall is either refused, or claims it under the eyes of the one whose telephone then shows no number.

Invariants: one offer of a person at a time; it is claimed once, within CLAIM_MS of being made, and answered within
as long again; the answer is told to that telephone alone, for KEPT_MS. Held in memory alone: a restart ends every offer, and
none of what was confirmed. Nothing here is secret but the words of `offer` and `claim`, which go to one device each.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rooms.refusals import Code, Refusal

CLAIM_MS = 60_000
KEPT_MS = 60_000
MOST = 20
"""Offers at a time of one session; beyond it the oldest of that session is over, and nobody's elsewhere."""
_OVER = Refusal(Code.REMOTE_OVER)


@dataclass(slots=True)
class Offer:
    """One offer. `person` and `session` say whose desk made it; times in ms since 1970."""

    session: str
    person: str
    word: str
    until: int
    device: str = ""
    """Of the telephone that has claimed it."""
    claim: str = ""
    number: str = ""
    """What both show; empty until it is claimed."""
    answered: bool | None = None
    """はい or いいえ at the desk."""
    token: str | None = None
    """What the telephone gets after はい, as soon as the room knows of it."""


class Offers:
    """Those of one node. `now` in ms."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._by_word: dict[str, Offer] = {}
        """All of them, the oldest first; also those that are decided, until nobody asks for them any more."""
        self._by_claim: dict[str, Offer] = {}
        self._by_desk: dict[tuple[str, str], Offer] = {}

    def __len__(self) -> int:
        return len(self._by_word)

    def make(self, session: str, person: str) -> Offer:
        """Offer. What the same desk offered before, and nobody has answered, is over."""
        self.withdraw(session, person)
        self._forget(each for each in list(self._by_word.values()) if each.until <= self._now())
        here = [each for each in self._by_word.values() if each.session == session]
        self._forget(here[: max(0, len(here) + 1 - MOST)])
        made = Offer(session, person, secrets.token_urlsafe(18), self._now() + CLAIM_MS)
        self._by_desk[session, person] = self._by_word[made.word] = made
        return made

    def claim(self, word: str, device: str) -> Offer | Refusal:
        """A telephone brings the word of an offer. Refused with `remote_taken` for every telephone but the first, which may
        ask again: its answer may have been lost on the way."""
        offer = self._by_word.get(word)
        if offer is None or offer.until <= self._now():
            return _OVER
        if offer.claim:
            again = secrets.compare_digest(offer.device, device) and offer.answered is None
            return offer if again else Refusal(Code.REMOTE_TAKEN)
        offer.device, offer.claim = device, secrets.token_urlsafe(18)
        offer.number = str(10 + secrets.randbelow(90))
        offer.until = self._now() + CLAIM_MS
        self._by_claim[offer.claim] = offer
        return offer

    def claimed(self, claim: str) -> Offer | Refusal:
        """How it stands with what this telephone has claimed."""
        offer = self._by_claim.get(claim)
        if offer is None or offer.until <= self._now():
            return _OVER
        return Refusal(Code.REMOTE_REFUSED) if offer.answered is False else offer

    def of_desk(self, session: str, person: str) -> Offer | Refusal:
        """What this desk offers, until it is answered."""
        offer = self._by_desk.get((session, person))
        return _OVER if offer is None or offer.until <= self._now() or offer.answered is not None else offer

    def answer(self, session: str, person: str, number: str, *, yes: bool) -> Offer | Refusal:
        """はい or いいえ at the desk, once, to the telephone of this number. After はい the caller gives the token."""
        offer = self.of_desk(session, person)
        if isinstance(offer, Refusal) or not offer.number or offer.number != number:
            return _OVER
        offer.answered = yes
        offer.until = self._now() + KEPT_MS
        return offer

    def withdraw(self, session: str, person: str) -> None:
        """The desk does not offer any more what it has not answered."""
        offer = self._by_desk.pop((session, person), None)
        if offer is not None and offer.answered is None:
            self._forget([offer])

    def _forget(self, offers: Iterable[Offer]) -> None:
        for offer in offers:
            self._by_word.pop(offer.word, None)
            self._by_claim.pop(offer.claim, None)
            if self._by_desk.get((offer.session, offer.person)) is offer:
                del self._by_desk[offer.session, offer.person]
