"""Rooms that live: the one writer of each, who is connected to it, and what they are told."""
