"""What is true of planning without a database: when (`schedule`), who gets a seat (`entry`), what may be published.

Pure like rooms: no clock, no chance, no disk, and importable without SQLAlchemy.
"""
