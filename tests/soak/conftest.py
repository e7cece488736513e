"""A real server process for long runs."""

from tests.bots.fixtures import http, server

__all__ = ["http", "server"]
