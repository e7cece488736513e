"""What every test shares. Kept small: a fixture lives beside the tests that need it."""
