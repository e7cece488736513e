"""Storage adapters: the encrypted journal of live rooms, and the office's data."""
