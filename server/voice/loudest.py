"""Who is heard of those who speak at once: at most LOUDEST of the voices that a group hears, and nobody comes and goes.

Theory: what a packet reports of its own loudness costs nothing to read, and nothing to lie about. So a report only asks for
a place. Who has a place is decoded, and measured. Free places go to whoever asks, the loudest first. When all are taken, who
reports to be clearly louder than the softest is listened to on the side: decoded, heard by nobody. They get that place only
if what was measured is clearly louder, and only if its holder has had it for a while. Who asked loudly and was not is not
listened to again for a second, then two, four, up to sixteen, and comes last when places are free: a liar costs a decode now
and then, and pushes nobody out. Who is silent for half a second gives the place up.

Loudness is in -dBov as in packets: 0 is as loud as can be, 127 is silence. What was measured fades slowly, so that a gap
between syllables does not count as softness. Times are ticks of 20 ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LOUDEST = 6
STAY = 25
"""Ticks for which a place is kept in any case, once its holder has been heard; and ticks of silence that give it up."""
TRIAL = 5
"""Ticks for which somebody is listened to on the side."""
TRIALS = 2
MARGIN = 6.0
"""How much louder one must be to take another's place: clearly, to any ear."""
LIE = 12.0
"""How much softer than its report a voice may be: packets report what was said before it was encoded."""
SILENT = 66.0
FADE = 0.5
"""Per tick: 25 dB in a second."""
_WAIT, _LONGEST = 50, 800


@dataclass(slots=True)
class _Voice:
    since: int
    spoke: int
    """When it was last measured above silence."""
    asked: float
    """The loudest that it has reported since."""
    level: float = 127.0
    """The loudest that was measured, faded."""


@dataclass(slots=True)
class _Distrust:
    until: int
    ticks: int


class Places:
    """The places of one set of sources."""

    def __init__(self, sources: frozenset[str]) -> None:
        self._sources = sources
        self._held: dict[str, _Voice] = {}
        self._tried: dict[str, _Voice] = {}
        self._distrusted: dict[str, _Distrust] = {}

    def __len__(self) -> int:
        """How many are decoded."""
        return len(self._held) + len(self._tried)

    def __contains__(self, person: str) -> bool:
        """Whether this person is heard."""
        return person in self._held

    @property
    def held(self) -> frozenset[str]:
        """Who is heard, if they can be heard."""
        return frozenset(self._held)

    def heir(self, sources: frozenset[str]) -> Places:
        """The places of another set of sources, as those who are in both have them here."""
        other = Places(sources)
        other._held = {person: voice for person, voice in self._held.items() if person in sources}
        other._distrusted = {person: each for person, each in self._distrusted.items() if person in sources}
        return other

    def skip(self, ticks: int) -> None:
        """So many ticks went by in which nobody was listened to: they count as nobody's silence."""
        for voice in (*self._held.values(), *self._tried.values()):
            voice.since += ticks
            voice.spoke += ticks
        for distrust in self._distrusted.values():
            distrust.until += ticks

    def measured(self, person: str, level: float, tick: int) -> None:
        """How loud a frame was that was decoded."""
        voice = self._held.get(person) or self._tried.get(person)
        if voice is None:
            return
        voice.level = min(voice.level, level)
        if level < SILENT:
            voice.spoke = tick
        if level <= voice.asked + LIE and person in self._held:
            self._distrusted.pop(person, None)

    def choose(self, reports: Mapping[str, int], tick: int) -> set[str]:
        """Who is to be decoded at this tick. `reports`: what the next packets say of those who have one."""
        asking = {person: level for person, level in reports.items() if person in self._sources}
        for person, voice in (*self._held.items(), *self._tried.items()):
            voice.level = min(127.0, voice.level + FADE)
            voice.asked = min(voice.asked, asking.get(person, 127))
        self._give_up(asking, tick)
        self._judge(tick)
        new = sorted(
            (person for person in asking if person not in self._held), key=lambda p: self._rank(p, asking, tick)
        )
        for person in new[: LOUDEST - len(self._held)]:
            tried = person in self._tried
            self._held[person] = self._tried.pop(person) if tried else _Voice(tick, tick, asking[person])
        self._try(new, asking, tick)
        return {*self._held, *self._tried}

    def _rank(self, person: str, asking: Mapping[str, int], tick: int) -> tuple[bool, int, str]:
        return self._is_distrusted(person, tick), asking[person], person

    def _is_distrusted(self, person: str, tick: int) -> bool:
        found = self._distrusted.get(person)
        return found is not None and tick < found.until

    def _give_up(self, asking: Mapping[str, int], tick: int) -> None:
        """Who has been silent gives the place up; who asked for it all the time is trusted less."""
        for person in [person for person, voice in self._held.items() if tick - voice.spoke > STAY]:
            del self._held[person]
            if person in asking:
                self._distrust(person, tick)

    def _judge(self, tick: int) -> None:
        """Those who were listened to long enough get a softer one's place, or not."""
        for person in [person for person, voice in self._tried.items() if tick - voice.since >= TRIAL]:
            voice = self._tried.pop(person)
            softest = self._softest(tick)
            if softest is not None and voice.level + MARGIN <= self._held[softest].level:
                del self._held[softest]
                self._held[person] = voice
                voice.since = tick
            elif voice.level > voice.asked + LIE:
                self._distrust(person, tick)

    def _try(self, new: list[str], asking: Mapping[str, int], tick: int) -> None:
        softest = self._softest(tick)
        if softest is None or len(self._held) < LOUDEST:
            return
        level = self._held[softest].level
        for person in new:
            if len(self._tried) >= TRIALS:
                return
            louder = asking[person] + MARGIN <= level
            if (
                louder
                and person not in self._tried
                and person not in self._held
                and not self._is_distrusted(person, tick)
            ):
                self._tried[person] = _Voice(tick, tick, asking[person])

    def _softest(self, tick: int) -> str | None:
        """Whose place may be taken: who has had it for a while, or has not been heard in it so far."""
        old = [
            (voice.level, person)
            for person, voice in self._held.items()
            if tick - voice.since >= (STAY if voice.level < SILENT else TRIAL)
        ]
        return max(old)[1] if old else None

    def _distrust(self, person: str, tick: int) -> None:
        before = self._distrusted.get(person)
        ticks = min(_LONGEST, before.ticks * 2) if before else _WAIT
        self._distrusted[person] = _Distrust(tick + ticks, ticks)
