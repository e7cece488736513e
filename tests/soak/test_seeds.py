"""Far more histories of a node in virtual time than `make test` has time for, beginning anywhere. `SEEDS` says how many."""

from __future__ import annotations

import os
import secrets

from tests.server.seeded import history
from tests.virtual_time import run

SEEDS = int(os.environ.get("SEEDS", "5000"))


def test_histories_from_anywhere_keep_the_laws() -> None:
    first = secrets.randbelow(2**31)
    for seed in range(first, first + SEEDS):
        run(lambda seed=seed: history(seed), seed)  # type: ignore[misc]
