"""The pure core of Engawa: what a room is, what may happen in it, and what each person may see of it.

Nothing here knows a clock, a socket or a disk. Time, chance and new ids come in with the `Context` of a command
(see `rooms.context`), so that every run can be repeated exactly.
"""
