"""The rules of a room, one file per noun. A file holds all four sides of its nouns: what is decided, how the room
evolves, what each audience is told (`cuts`), and how a view takes it in (`folds`). The web client has the same folds."""
