"""What a desk offers to a telephone: to one, once, for a minute, and only by はい at the desk."""

from __future__ import annotations

import pytest

from rooms.refusals import Code, Refusal
from server.live.offers import CLAIM_MS, KEPT_MS, MOST, Offer, Offers
from tests.server.fakes import Clock

DESK = ("s1", "f")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def offers(clock: Clock) -> Offers:
    return Offers(clock)


def _code(found: Offer | Refusal) -> Code | None:
    return found.code if isinstance(found, Refusal) else None


def _claimed(offers: Offers) -> Offer:
    claimed = offers.claim(offers.make(*DESK).word, "phone")
    assert isinstance(claimed, Offer)
    return claimed


def test_both_sides_see_one_number_and_yes_is_told_to_that_telephone(offers: Offers) -> None:
    claimed = _claimed(offers)
    desk = offers.of_desk(*DESK)
    assert isinstance(desk, Offer)
    assert desk.number == claimed.number
    assert len(claimed.number) == 2
    answered = offers.answer(*DESK, claimed.number, yes=True)
    assert isinstance(answered, Offer)
    answered.token = "token"
    told = offers.claimed(claimed.claim)
    assert isinstance(told, Offer)
    assert (told.token, told.device) == ("token", "phone")


def test_whoever_photographed_it_comes_too_late(offers: Offers) -> None:
    claimed = _claimed(offers)
    assert _code(offers.claim(claimed.word, "another")) == Code.REMOTE_TAKEN
    offers.answer(*DESK, claimed.number, yes=True)
    assert _code(offers.claim(claimed.word, "another")) == Code.REMOTE_TAKEN


def test_whoever_is_quicker_than_the_hand_at_the_desk_is_sent_away(offers: Offers) -> None:
    claimed = _claimed(offers)
    assert isinstance(offers.answer(*DESK, claimed.number, yes=False), Offer)
    assert _code(offers.claimed(claimed.claim)) == Code.REMOTE_REFUSED
    assert _code(offers.answer(*DESK, claimed.number, yes=True)) == Code.REMOTE_OVER


def test_an_offer_is_good_for_a_minute_and_its_claim_for_another(offers: Offers, clock: Clock) -> None:
    word = offers.make(*DESK).word
    clock.now += CLAIM_MS - 1
    claimed = offers.claim(word, "phone")
    assert isinstance(claimed, Offer)
    clock.now += CLAIM_MS - 1
    assert isinstance(offers.answer(*DESK, claimed.number, yes=True), Offer)
    clock.now += KEPT_MS
    assert _code(offers.claimed(claimed.claim)) == Code.REMOTE_OVER

    word = offers.make(*DESK).word
    clock.now += CLAIM_MS
    assert _code(offers.claim(word, "phone")) == Code.REMOTE_OVER
    late = _claimed(offers)
    clock.now += CLAIM_MS
    assert _code(offers.answer(*DESK, late.number, yes=True)) == Code.REMOTE_OVER


def test_a_new_offer_ends_the_one_before_and_no_answered_one(offers: Offers) -> None:
    first = offers.make(*DESK).word
    claimed = _claimed(offers)
    assert _code(offers.claim(first, "phone")) == Code.REMOTE_OVER
    offers.answer(*DESK, claimed.number, yes=True)
    offers.make(*DESK)
    assert isinstance(offers.claimed(claimed.claim), Offer)
    offers.withdraw(*DESK)
    assert _code(offers.of_desk(*DESK)) == Code.REMOTE_OVER


def test_nobody_answers_for_another_desk_or_another_number(offers: Offers) -> None:
    claimed = _claimed(offers)
    wrong = "11" if claimed.number == "10" else "10"
    for desk, number in ((("s1", "g"), claimed.number), (("s2", "f"), claimed.number), (DESK, wrong), (DESK, "")):
        assert _code(offers.answer(*desk, number, yes=True)) == Code.REMOTE_OVER
    offers.make("s1", "g")
    assert _code(offers.answer("s1", "g", "", yes=True)) == Code.REMOTE_OVER
    assert isinstance(offers.answer(*DESK, claimed.number, yes=True), Offer)


def test_what_is_kept_is_bounded(offers: Offers, clock: Clock) -> None:
    for n in range(MOST + 5):
        offers.make("s1", f"p{n}")
    assert len(offers) == MOST
    clock.now += CLAIM_MS
    offers.make(*DESK)
    assert len(offers) == 1


def test_one_session_ends_no_offer_of_another(offers: Offers) -> None:
    claimed = _claimed(offers)
    for n in range(MOST + 5):
        offers.make("s2", f"p{n}")
    assert len(offers) == MOST + 1
    assert isinstance(offers.answer(*DESK, claimed.number, yes=True), Offer)
    assert isinstance(offers.claimed(claimed.claim), Offer)


def test_the_telephone_whose_answer_was_lost_asks_again(offers: Offers) -> None:
    offer = offers.make("s", "f")
    claimed = offers.claim(offer.word, "phone")
    assert offers.claim(offer.word, "phone") is claimed
    assert isinstance(claimed, Offer)
    assert offers.answer("s", "f", claimed.number, yes=True) is claimed
    assert _code(offers.claim(offer.word, "phone")) == Code.REMOTE_TAKEN
