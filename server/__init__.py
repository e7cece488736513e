"""Everything of Engawa that touches the world: sockets, HTTP, storage, voice."""
