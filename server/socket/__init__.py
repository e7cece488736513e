"""The Socket.IO adapter: connections in, frames out."""
