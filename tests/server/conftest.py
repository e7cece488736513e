"""A real server process for the tests of this folder."""

from tests.bots.fixtures import http, server, shared_server

__all__ = ["http", "server", "shared_server"]
