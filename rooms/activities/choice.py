"""どれにする: asks with a few answers, chosen by a tap, by walking there on a small floor, or not at all; counts, no names.

Who chose what, the room alone knows: so that one can change one's mind and is counted once. What is shown never moves by
one or two people alone, since whoever sees a number change as somebody comes in would know what they chose: it is told anew
when at least `LEAST` have chosen otherwise than it says, or when staff show it. Each number is exact as it was then. That
also makes eighty taps in a second cheap: most of them are told to the one who tapped, and to staff how many have answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar

from rooms.activities.asks import (
    MOST_PEOPLE,
    STEPS,
    AllTogether,
    Asked,
    BringCounts,
    BringGuesses,
    Choice,
    ChoiceChange,
    ChoiceForm,
    ChoiceMove,
    GuessCount,
    KeptAsk,
    ShowCounts,
    StartChoice,
    StepTo,
    TapOption,
    Telling,
)
from rooms.activities.kind import Kind, by_now, folded, merged
from rooms.audience import Audience, Viewer
from rooms.context import Context
from rooms.refusals import Code, Refusal

LEAST = 3
"""Of two one would know the other's, having made one's own."""
_NOWHERE = -1
_CLOSES = frozenset({ChoiceForm.QUIZ, ChoiceForm.GUESS})
"""What has been shown of these is no question any more: before that nothing is told, and afterwards nothing is tapped."""

_Decided = tuple[ChoiceChange, ...] | Refusal
_OF_NOBODY: dict[str, Any] = {"taps": {}, "guessed": {}, "before": {}, "kept": {}}
_OF_STAFF: dict[str, Any] = {"hall": {}, "said": {}}
V = TypeVar("V")


def begin(start: StartChoice) -> Choice:
    tells = Telling.AFTER if start.form in _CLOSES else start.counts
    first = _covered(start.asks[0])
    return Choice(form=start.form, tells=tells, asks=start.asks, of=len(start.asks), ask=first)


def _covered(ask: Asked) -> Asked:
    return ask.model_copy(update={"right": (), "after": ""})


def options_of(choice: Choice) -> int:
    """How many answers there are to the present ask."""
    if choice.form is ChoiceForm.SCALE:
        return STEPS
    return 2 if choice.form is ChoiceForm.GUESS else len(choice.ask.options)


def decide(choice: Choice, move: ChoiceMove, context: Context) -> _Decided:
    act = move.act
    if isinstance(act, StepTo):
        return _stepped(choice, act)
    if act.at != choice.at:
        return ()
    if isinstance(act, ShowCounts):
        return _change(choice, ChoiceChange(shown=True, ask=choice.asks[choice.at]), show=True)
    if isinstance(act, BringCounts):
        return _brought(choice, act)
    if isinstance(act, BringGuesses):
        if choice.form is not ChoiceForm.GUESS:
            return Refusal(Code.NO_SUCH_MOVE)
        said = _numbers(act.numbers)
        return _change(choice, ChoiceChange(said=_instead(choice.said, said)), show=choice.shown)
    if choice.shown and choice.form in _CLOSES:
        return Refusal(Code.NO_SUCH_MOVE)
    return _tapped(choice, act, context.actor) if isinstance(act, TapOption) else _guessed(choice, act, context.actor)


def _tapped(choice: Choice, tap: TapOption, who: str) -> _Decided:
    if tap.option is not None and tap.option >= options_of(choice):
        return Refusal(Code.NO_SUCH_MOVE)
    if tap.option is not None and who not in choice.taps and len(choice.taps) >= MOST_PEOPLE:
        return Refusal(Code.TOO_MANY_SLIPS)
    now, then = choice.taps.get(who, _NOWHERE), _NOWHERE if tap.option is None else tap.option
    told = choice.before.get(who, now)
    change = ChoiceChange(taps={who: tap.option}, before={who: None if told == then else told}, named=(who,))
    may = choice.shown or choice.tells is Telling.LIVE
    return _change(choice, change, show=may and len(merged(choice.before, change.before)) >= LEAST)


def _guessed(choice: Choice, guess: GuessCount, who: str) -> _Decided:
    if choice.form is not ChoiceForm.GUESS:
        return Refusal(Code.NO_SUCH_MOVE)
    if guess.number is not None and who not in choice.guessed and len(choice.guessed) >= MOST_PEOPLE:
        return Refusal(Code.TOO_MANY_SLIPS)
    return _change(choice, ChoiceChange(guessed={who: guess.number}, named=(who,)), show=False)


def _brought(choice: Choice, act: BringCounts) -> _Decided:
    if len(act.counts) != options_of(choice):
        return Refusal(Code.NO_SUCH_MOVE)
    hall = {str(option): count for option, count in enumerate(act.counts) if count > 0}
    change = ChoiceChange(hall=_instead(choice.hall, hall))
    # Raised hands everybody saw; of those who tapped nothing more is told with them than was told before.
    told = choice.taps | choice.before
    return _change(choice, change, show=choice.shown or choice.tells is Telling.LIVE, taps=told)


def _change(choice: Choice, change: ChoiceChange, *, show: bool, taps: Mapping[str, int] | None = None) -> _Decided:
    """This change, with what is to be told of counts after it: of `taps`, or of all there are then."""
    after = folded(choice, change)
    also: dict[str, Any] = {"answered": len(after.taps)}
    if show:
        also |= _told(after, after.taps if taps is None else taps)
        if taps is None:
            also["before"] = dict.fromkeys((*choice.before, *change.before), None)
    whole = change.model_copy(update=also)
    if folded(choice, whole) == choice:
        return ()
    return (whole.model_copy(update=_news(choice, whole)),)


def _told(choice: Choice, taps: Mapping[str, int]) -> dict[str, Any]:
    """What everybody is told of who chose what: of a quiz with answers that are meant only what all together had."""
    options = range(options_of(choice))
    chosen = Counter(taps.values())
    counts = {str(option): chosen[option] + choice.hall.get(str(option), 0) for option in options}
    right = choice.asks[choice.at].right
    if right:
        had = sum(counts[str(option)] for option in set(right))
        return {"points": {str(choice.at): AllTogether(right=had, all=sum(counts.values()))}}
    guesses = Counter(choice.said) + Counter(map(str, choice.guessed.values()))
    return {"counts": counts, "guesses": _instead(choice.guesses, guesses) if choice.form is ChoiceForm.GUESS else {}}


def _news(choice: Choice, change: ChoiceChange) -> dict[str, Any]:
    """Of a change to many keys those that say anything new: each goes to everybody."""
    news: dict[str, Any] = {}
    for name in ("counts", "guesses", "before", "hall", "said", "points"):
        there = getattr(choice, name)
        news[name] = {key: value for key, value in getattr(change, name).items() if there.get(key) != value}
    return news | {"answered": None if change.answered == choice.answered else change.answered}


def _stepped(choice: Choice, act: StepTo) -> _Decided:
    if act.seen != choice.at or act.to == choice.at or act.to >= choice.of:
        return ()
    fields = KeptAsk.model_fields.keys()
    there = choice.kept.get(str(act.to), KeptAsk())
    ask = choice.asks[act.to]
    swapped = {name: _instead(getattr(choice, name), getattr(there, name)) for name in fields - {"shown"}}
    named = (*choice.taps, *choice.guessed, *there.taps, *there.guessed)
    change = ChoiceChange(
        at=act.to,
        ask=ask if there.shown else _covered(ask),
        shown=there.shown,
        answered=len(there.taps),
        kept={str(choice.at): KeptAsk(**{name: getattr(choice, name) for name in fields}), str(act.to): None},
        named=tuple(dict.fromkeys(named)),
    )
    return (change.model_copy(update=swapped),)


def _instead(before: Mapping[str, V], after: Mapping[str, V]) -> dict[str, V | None]:
    """The change of a mapping that puts another in its place."""
    return {**dict.fromkeys(before, None), **after}


def _numbers(numbers: tuple[int, ...]) -> dict[str, int]:
    return dict(Counter(map(str, numbers)))


def _own(taps: Mapping[str, int | None], guessed: Mapping[str, int | None], me: str) -> dict[str, int | None]:
    """What is `me`'s own of both, as far as they say anything of it."""
    return {name: of[me] for name, of in (("tap", taps), ("guess", guessed)) if me in of}


def cut(choice: Choice, audience: Audience) -> Choice:
    hidden = _OF_NOBODY | {"mine": _own(choice.taps, choice.guessed, audience.me)}
    if audience.kind is not Viewer.STAFF:
        hidden |= _OF_STAFF | {"asks": (), "answered": 0}
    return choice.model_copy(update=hidden)


def cut_change(change: ChoiceChange, audience: Audience) -> ChoiceChange | None:
    hidden = _OF_NOBODY | {"mine": _own(change.taps, change.guessed, audience.me), "named": ()}
    if audience.kind is not Viewer.STAFF:
        hidden |= _OF_STAFF | {"answered": None}
    told = change.model_copy(update=hidden)
    return None if told == ChoiceChange() else told


def again(change: ChoiceChange, choice: Choice) -> ChoiceChange:
    """What it says of anything, as it is by now."""
    return change.model_copy(update=by_now(change, choice, "mine"))


def leads(move: ChoiceMove) -> bool:
    return not isinstance(move.act, TapOption | GuessCount)


KIND = Kind(
    "choice",
    StartChoice,
    Choice,
    begin,
    ChoiceMove,
    ChoiceChange,
    decide,
    evolve=folded,
    cut=cut,
    cut_change=cut_change,
    leads=leads,
    again=again,
)
