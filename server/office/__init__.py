"""The office: organisations, staff, programmes, series, sessions, reservations, rota, invitations and counts.

Everything here is plain functions on a SQLAlchemy connection, run in a thread and inside one transaction by
`server.office.base.database.Database`: SQLAlchemy is the port (SQLite or PostgreSQL), so there is no second one on top of it
(docs/decisions). The rules themselves are pure and stand in `server.office.rules` and `moderation.office`; they can be had
without a database, so this file imports nothing.
"""
