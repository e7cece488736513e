"""A real server process for attacks."""

from tests.bots.fixtures import http, server, shared_server

__all__ = ["http", "server", "shared_server"]
