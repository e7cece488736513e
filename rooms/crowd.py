"""How many new people come through one door, as a value: beyond a bound newcomers wait on the veranda until staff say so.

A session that is full may come in within one minute, by one link and from many addresses, and nobody waits. What waits is
what no session looks like: more new people than it has seats by one public link within ten minutes, or more than twenty of
one network. Nobody is refused by this, nobody is named; a town hall's own visitors may look the same, and one tap lets
them in.

Only public links are counted. Somebody who has come in once is not new again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

WITHIN_MS = 600_000
"""How long a public link remembers whom it brought."""
OF_A_NETWORK = 20
"""So many people of one network come in without being asked."""
NETWORKS_KEPT = 1000
"""Networks that are remembered, the newest."""
PEOPLE_KEPT = 1000
"""People of one network who are remembered."""
LOOKING_LEAST = 40
"""So many people of one network may look in, or wait, however small the room is."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes by which public link, from which network. Empty where it is not known: then it bounds nothing."""

    person: str
    link: str
    network: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """Whom the doors have let in."""

    links: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """Link to the people it brought last, each with when, in ms since 1970; at most as many as the room has seats."""
    networks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Network to its people who came in."""
    lifted: bool = False
    """Staff have let the crowd in: nobody waits for it any more."""

    def over(self, who: Newcomer, capacity: int, now: int) -> bool:
        """Whether this newcomer waits."""
        if self.lifted:
            return False
        brought = self.links.get(who.link, ())
        many = len(brought) >= capacity and brought[-capacity][1] > now - WITHIN_MS
        if many and all(person != who.person for person, _ in brought):
            return True
        known = self.networks.get(who.network, frozenset())
        return len(known) >= OF_A_NETWORK and who.person not in known

    def came(self, who: Newcomer, capacity: int, now: int) -> Crowd:
        """Somebody has come in."""
        made = self
        brought = self.links.get(who.link, ())
        if who.link and all(person != who.person for person, _ in brought):
            made = replace(made, links={**self.links, who.link: (*brought, (who.person, now))[-capacity:]})
        if who.network:
            others = {network: known for network, known in self.networks.items() if network != who.network}
            for oldest in list(others)[: len(others) + 1 - NETWORKS_KEPT]:
                del others[oldest]
            mine = self.networks.get(who.network, frozenset())
            if len(mine) < PEOPLE_KEPT:
                mine |= {who.person}
            made = replace(made, networks={**others, who.network: mine})
        return made


def share_of_network(capacity: int) -> int:
    """How many people of one network may look in, or wait in a crowd. All networks together: twice as many."""
    return max(capacity, LOOKING_LEAST)
