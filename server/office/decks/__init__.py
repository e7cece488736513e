"""Slides: the pages that a session has, sealed, and gone with it."""
