"""A real server process for attacks."""

from tests.bots.fixtures import http, server

__all__ = ["http", "server"]
