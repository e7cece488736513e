"""ふたつの手がかり: half of each clue is seen at home, half in the hall, and together everybody finds the word.

Whoever sits in a hall, and its screen, see the hall's half, everybody else that for home, staff both. Where halves are dealt
also to those at home, each page asks for one as it comes: the half that fewer hold, so that both are there as soon as two
are; one alone is dealt both. Who looks on without having asked has the half for home. No word that was tried is anybody's:
nobody's id is kept with it. What would fit, staff alone are told until it was found or shown.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from rooms.activities.halves import (
    MOST_PEOPLE,
    TRIES,
    DealAnew,
    DropTry,
    Found,
    Half,
    Halves,
    Hints,
    HintsChange,
    HintsMove,
    OpenClue,
    RevealAnswer,
    Riddle,
    StartHints,
    StepRiddle,
    TakeHalf,
    TriedWord,
    TryWord,
)
from rooms.activities.kind import Kind, by_now, folded
from rooms.audience import Audience, Viewer
from rooms.context import Context
from rooms.refusals import Code, Refusal

_Decided = tuple[HintsChange, ...] | Refusal
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def plain(text: str) -> str:
    """As words are compared: whichever width, case and kana, without spaces, marks and brackets."""
    one = unicodedata.normalize("NFKC", text)  # noqa: TID251 -- a try and an answer are short, whatever they are made of
    one = one.casefold().translate(_KATAKANA)
    return "".join(each for each in one if unicodedata.category(each)[0] in "LNM") or one.strip()


def begin(start: StartHints) -> Hints:
    hints = Hints(title=start.title, halves=start.halves, riddles=start.riddles, of=len(start.riddles))
    return hints.model_copy(update=_clues(hints))


def _opened(hints: Hints, at: int) -> int:
    return hints.opened.get(str(at), 1)


def _clues(hints: Hints) -> dict[str, Any]:
    """What is to be seen of the present riddle of `hints`, as its number, its opened clues and what was found say."""
    riddle = hints.riddles[hints.at]
    clues = riddle.clues[: _opened(hints, hints.at)]
    found = str(hints.at) in hints.found
    return {
        "home": tuple(pair.home for pair in clues),
        "hall": tuple(pair.hall for pair in clues),
        "answer": riddle.answers[0].text if found else "",
        "after": riddle.after if found else "",
    }


def _change(hints: Hints, **changes: Any) -> tuple[HintsChange, ...]:
    """This change, with what is to be seen of the riddle after it; to each who was dealt a half in a cut of their own."""
    change = HintsChange(**changes)
    told = _clues(folded(hints, change)) | {"hands": dict(hints.hands)}
    return (change.model_copy(update={**told, "named": tuple(hints.hands)}),)


def decide(hints: Hints, move: HintsMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, TakeHalf):
        return _taken(hints, context.actor)
    if isinstance(act, DealAnew):
        return _dealt(hints, dict.fromkeys(hints.hands, None)) if hints.hands else ()
    if isinstance(act, StepRiddle):
        return _stepped(hints, act)
    if isinstance(act, DropTry):
        return (HintsChange(tries={act.id: None}),) if act.id in hints.tries else ()
    here = str(hints.at)
    if act.at != hints.at or here in hints.found:
        return ()
    if isinstance(act, TryWord):
        return _tried(hints, act)
    if isinstance(act, RevealAnswer):
        return _change(hints, found={here: Found.SHOWN})
    return _another(hints, act)


def _tried(hints: Hints, act: TryWord) -> _Decided:
    word = plain(act.text)
    riddle: Riddle = hints.riddles[hints.at]
    if word in {plain(answer.text) for answer in riddle.answers}:
        return _change(hints, found={str(hints.at): Found.TOGETHER})
    if act.id in hints.tries or word in {plain(tried.text) for tried in hints.tries.values()}:
        return ()
    order = sorted(hints.tries, key=lambda key: hints.tries[key].number)
    gone = dict.fromkeys(order[: max(0, len(order) + 1 - TRIES)], None)
    number = max((tried.number for tried in hints.tries.values()), default=0) + 1
    return (HintsChange(tries={**gone, act.id: TriedWord(number=number, text=act.text)}),)


def _another(hints: Hints, act: OpenClue) -> _Decided:
    if act.clue >= len(hints.riddles[hints.at].clues):
        return Refusal(Code.NOTHING_LEFT)
    return _change(hints, opened={str(hints.at): act.clue + 1}) if act.clue == _opened(hints, hints.at) else ()


def _stepped(hints: Hints, act: StepRiddle) -> _Decided:
    if act.seen != hints.at or act.to == hints.at or act.to >= hints.of:
        return ()
    return _change(hints, at=act.to, tries=dict.fromkeys(hints.tries, None))


def _taken(hints: Hints, who: str) -> _Decided:
    if hints.halves is not Halves.SEATS:
        return Refusal(Code.NO_SUCH_MOVE)
    if who in hints.hands:
        return ()
    if len(hints.hands) >= MOST_PEOPLE:
        return Refusal(Code.TOO_MANY_SLIPS)
    if not hints.hands:
        return _dealt(hints, {who: Half.BOTH})
    # Whoever was alone until now keeps the half for home.
    dealt = {each: Half.HOME for each, half in hints.hands.items() if half is Half.BOTH}
    held = Counter({**hints.hands, **dealt}.values())
    return _dealt(hints, {**dealt, who: Half.HALL if held[Half.HOME] > held[Half.HALL] else Half.HOME})


def _dealt(hints: Hints, hands: dict[str, Half | None]) -> tuple[HintsChange, ...]:
    return (HintsChange(**_clues(hints), deals=True, hands=hands, named=tuple(hands)),)


def _half(audience: Audience, hands: dict[str, Half | None] | dict[str, Half]) -> Half:
    if audience.kind is Viewer.STAFF:
        return Half.BOTH
    if audience.hall:
        return Half.HALL
    return hands.get(audience.me) or Half.HOME


def _seen(shown: Hints | HintsChange, audience: Audience) -> dict[str, Any]:
    """The halves that this audience is shown of what says any."""
    half = _half(audience, shown.hands)
    if shown.answer or half is Half.BOTH:
        return {}
    return {"hall": ()} if half is Half.HOME else {"home": ()}


def cut(hints: Hints, audience: Audience) -> Hints:
    shown = _seen(hints, audience) | {"hands": {}, "half": _half(audience, hints.hands)}
    shown["dealt"] = audience.me in hints.hands
    if audience.kind is not Viewer.STAFF:
        shown["riddles"] = ()
    return hints.model_copy(update=shown)


def cut_change(change: HintsChange, audience: Audience) -> HintsChange | None:
    shown: dict[str, Any] = {"hands": {}, "deals": False, "named": ()}
    if change.deals:
        if audience.me not in change.hands:
            return None
        shown |= {"half": _half(audience, change.hands), "dealt": change.hands[audience.me] is not None}
    if change.home is not None:
        shown |= _seen(change, audience)
    told = change.model_copy(update=shown)
    return None if told == HintsChange() else told


def again(change: HintsChange, hints: Hints) -> HintsChange:
    """What it says of anything, as it is by now."""
    return change.model_copy(update=by_now(change, hints, "deals", "half", "dealt"))


def leads(move: HintsMove) -> bool:
    return not isinstance(move.act, TryWord | TakeHalf)


def same(hints: Hints, start: StartHints) -> bool:
    return (hints.title, hints.halves, hints.riddles) == (start.title, start.halves, start.riddles)


KIND = Kind(
    "hints",
    StartHints,
    Hints,
    begin,
    HintsMove,
    HintsChange,
    decide,
    evolve=folded,
    cut=cut,
    cut_change=cut_change,
    leads=leads,
    again=again,
    same=same,
)
