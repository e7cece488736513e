"""How often staff's secrets may be guessed, so that strangers find none and keep nobody out.

Theory: a browser that an account knows (it signed in before, or was made known by a link) has an allowance of its own. All
others share some: one address trying one account (FEW), all addresses trying it (OF_ACCOUNT, against many addresses), and
one address trying many (OF_ADDRESS, wide: a town hall's hundreds of computers have one). So wrong tries of others keep a new
browser out only where they come from many addresses, or from its own; and then a link by mail makes it known (`known`).

What OF_ACCOUNT lets through finds the weakest password that is taken (`accounts._ENOUGH`) in thirty years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from server.http.tries import GUESSES, Allowance
from server.office.base.refusals import OfficeCode, OfficeRefused, tried_too_often

FEW = GUESSES
OF_ACCOUNT = 3 * GUESSES
OF_ADDRESS = 10 * GUESSES
"""Wrong tries in ten minutes."""
WRONG = frozenset(
    {
        OfficeCode.TOO_MANY_TRIES,
        OfficeCode.SIGN_IN_FAILED,
        OfficeCode.TOTP_WRONG,
        OfficeCode.PASSWORD_WRONG,
        OfficeCode.INVITATION_UNKNOWN,
        OfficeCode.INVALID,
    }
)
"""Refusals of wrong secrets; digits that confirm TOTP are a field like any other."""
Keys = Sequence[tuple[Allowance, str]]


class Tries:
    """The memory of wrong tries that the endpoints share."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._few = Allowance(now, FEW)
        self._of_account = Allowance(now, OF_ACCOUNT)
        self._of_address = Allowance(now, OF_ADDRESS)

    def own(self, what: str) -> Keys:
        """For what only one can try: `what` names them, and the secret's kind."""
        return [(self._few, what)]

    def stranger(self, address: str, mail: str) -> Keys:
        """For a browser that the account of `mail`, if there is one, does not know."""
        return [
            (self._few, f"sign-in {address} {mail}"),
            (self._of_account, f"account {mail}"),
            (self._of_address, f"address {address}"),
        ]


@contextmanager
def trying(keys: Keys) -> Iterator[None]:
    """A try at a secret. Refused: too_many_tries. It counts before it is known whether it is right, so that a thousand at
    once are no way around; if it was no wrong guess, it is taken back."""
    waits = [wait for allowance, key in keys if (wait := allowance.wait(key)) is not None]
    if waits:
        raise tried_too_often(max(waits))
    for allowance, key in keys:
        allowance.spend(key)
    try:
        yield
    except OfficeRefused as refused:
        if refused.code not in WRONG:
            _give_back(keys)
        raise
    else:
        _give_back(keys)


def _give_back(keys: Keys) -> None:
    for allowance, key in keys:
        allowance.give_back(key)
