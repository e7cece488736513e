"""The office: organisations, staff, programmes, series, sessions, reservations, rota, invitations and counts.

Everything here is plain functions on a SQLAlchemy connection, run in a thread and inside one transaction by
`server.office.database.Database`: SQLAlchemy is the port (SQLite or PostgreSQL), so there is no second one on top of it
(docs/decisions). The rules themselves are pure and stand in `rooms.schedule`, `rooms.entry` and `moderation.office`.
"""
