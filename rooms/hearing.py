"""Who hears whom.

The room is turned into a *hearing plan*: groups of listeners who hear the same set of sources. The voice engine knows
nothing of seats, roles or rests; whoever is not named as a source in the plan is not heard, whatever their browser sends.

Invariants: a listener stands in at most one group; a group has at least one listener; a person may be a source and a
listener of the same group (the engine leaves their own voice out of what they get: mix-minus).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HearingGroup:
    """People who hear the same sources, each without their own voice."""

    sources: frozenset[str]
    """Person ids whose microphones reach this group."""
    listeners: frozenset[str]
    """Person ids who hear the sources."""


HearingPlan = tuple[HearingGroup, ...]
