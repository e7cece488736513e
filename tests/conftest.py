"""What every test shares. Kept small: a fixture lives beside the tests that need it."""

from __future__ import annotations

import os

from hypothesis import settings

# A slow minute of a shared machine is no bug of ours; a counterexample is printed so that it can be replayed.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

# Tests see the defaults, whatever the shell that starts them is set up for.
for name in [name for name in os.environ if name.startswith("ENGAWA_")]:
    del os.environ[name]
