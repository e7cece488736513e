"""Attacks on a real server, as hostile visitors would try them: bounded, on loopback, each ends by itself.

Each test says what an attacker sends and what others must not notice. What is heard or answered meanwhile is a condition
of the test, never a time on the wall.
"""
