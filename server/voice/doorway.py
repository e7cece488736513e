"""The doorway: whoever sends a datagram to the port is looked at here before anything of the engine sees it.

Connectivity checks and their answers, which address belongs to which peer, when a handshake begins. What passes is handed to
the peer it belongs to. It owns no socket and no clock; handshakes are computed elsewhere (server.voice.handshakes).

Guard: nothing reaches DTLS or SRTP unless it is non-empty, no larger than what a network carries whole, of a known kind
(RFC 7983), and from an address that has passed an authenticated check of the peer it belongs to. A check that names nobody
who is expected is dropped at a glance, so strangers use up nothing that others need. What is looked at of one peer, checks
and all else, is limited in rate, since the thread of the tick does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from server.voice.handshakes import Handshakes
from server.voice.peer import Peer, SendTo
from server.voice.stun import Address, authentic, called_for, read_check, response

LARGEST = 1500
"""Bytes of a datagram that is looked at: what Ethernet carries. libsrtp and the bounds of memory count on it."""
TAKEN_SECONDS = 3.0
"""An address that another peer has used within this time is theirs: nobody takes it from them with a check of their own."""
ADDRESSES = 8
"""Addresses a peer may have proven (Wi-Fi, mobile, IPv6 ...)."""


class Doorway:
    """`counts` is the engine's: what is let in, sent out and dropped, and why. `failed` is told of a peer without handshake.

    Times are seconds of a monotonic clock.
    """

    def __init__(self, send: SendTo, counts: Counter[str], failed: Callable[[Peer], None]) -> None:
        self._send = send
        self._counts = counts
        self._failed = failed
        self._handshakes = Handshakes(self._to, self._shaken)
        self._by_ufrag: dict[str, Peer] = {}
        self._by_address: dict[Address, Peer] = {}
        self.fingerprint = self._handshakes.fingerprint
        """SHA-256 of our certificate, for answers."""

    # -- who is expected -------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._by_ufrag)

    @property
    def peers(self) -> Iterable[Peer]:
        """Everybody who may come in; not to be changed meanwhile."""
        return self._by_ufrag.values()

    @property
    def addresses(self) -> int:
        """How many addresses belong to somebody."""
        return len(self._by_address)

    def expect(self, peer: Peer) -> None:
        """Let this peer in when it comes."""
        self._by_ufrag[peer.ufrag] = peer

    def forget(self, peer: Peer) -> None:
        """Let it in no more: its addresses are a stranger's, its DTLS is closed."""
        self._by_ufrag.pop(peer.ufrag, None)
        for address in [address for address, each in self._by_address.items() if each is peer]:
            del self._by_address[address]
        if peer.dtls is not None:
            self._handshakes.let_go(peer.dtls)

    async def stop(self) -> None:
        """Wait for what is still being said to those who were forgotten."""
        await self._handshakes.stop()

    # -- datagrams -------------------------------------------------------------------------------------------------

    def send(self, data: bytes, address: Address) -> None:
        self._counts["out"] += 1
        self._send(data, address)

    def datagram(self, data: bytes, address: Address, now: float) -> None:
        """Whatever arrived at the port."""
        self._counts["in"] += 1
        if not data:
            self._counts["drop_empty"] += 1
            return
        if len(data) > LARGEST:
            self._counts["drop_size"] += 1
            return
        first = data[0]
        peer = self._by_address.get(address)
        if first < 4:
            self._check(data, address, peer, now)
        elif peer is None:
            self._counts["drop_stranger"] += 1
        elif not peer.datagrams.take(now):
            self._counts["drop_rate"] += 1
        elif 128 <= first < 192:
            self._media(peer, data, now)
        elif 20 <= first < 64:
            self._dtls(peer, data, now)
        else:
            self._counts["drop_kind"] += 1

    def _check(self, data: bytes, address: Address, peer: Peer | None, now: float) -> None:
        named = self._by_ufrag.get(called_for(data) or "")
        if named is None:
            self._counts["drop_check"] += 1
            return
        if not (named.checks if peer is named else named.checks_from_elsewhere).take(now):
            self._counts["drop_check_rate"] += 1
            return
        check = read_check(data)
        if check is None or check.ufrag != named.ufrag or not authentic(check, named.password):
            self._counts["drop_check"] += 1
            return
        if peer is not None and peer is not named and peer.address == address and now - peer.last_heard < TAKEN_SECONDS:
            self._counts["drop_check"] += 1
            return
        self._prove(named, address)
        named.last_heard = now
        if check.nominates or named.address is None:
            named.address = address
        self.send(response(check, address, named.password), address)
        if check.nominates and named.dtls is None:
            named.dtls = self._handshakes.expect(named)

    def _prove(self, peer: Peer, address: Address) -> None:
        """This address is the peer's from now on; of many, the oldest one that is not in use is forgotten."""
        peer.authenticated.pop(address, None)
        peer.authenticated[address] = None
        self._by_address[address] = peer
        if len(peer.authenticated) > ADDRESSES:
            oldest = next(each for each in peer.authenticated if each not in (peer.address, address))
            del peer.authenticated[oldest]
            if self._by_address.get(oldest) is peer:
                del self._by_address[oldest]

    def _media(self, peer: Peer, data: bytes, now: float) -> None:
        if not peer.ready or len(data) < 12:
            self._counts["drop_early"] += 1
            return
        rtcp = 192 <= data[1] <= 223
        why = peer.receive_rtcp(data) if rtcp else peer.receive(data, now)
        if why is not None:
            self._counts[f"drop_{why}"] += 1

    # -- handshakes ------------------------------------------------------------------------------------------------

    def _dtls(self, peer: Peer, data: bytes, now: float) -> None:
        if peer.dtls is None or not peer.dtls.feed(data):
            self._counts["drop_dtls"] += 1
            return
        peer.last_heard = now
        if not peer.shaking:
            peer.shaking = True  # with its first datagram, so that who offers and stays away costs nothing
            self._handshakes.begin(peer, peer.dtls)

    def _to(self, peer: Peer, data: bytes) -> None:
        if peer.address is not None:
            self.send(data, peer.address)

    def _shaken(self, peer: Peer, done: bool) -> None:
        if self._by_ufrag.get(peer.ufrag) is not peer:
            return
        if done:
            peer.ready = True
            self._counts["handshakes"] += 1
        else:
            self._counts["handshakes_failed"] += 1
            self._failed(peer)
