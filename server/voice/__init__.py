"""Voice: one UDP port, shared mixes, and as little work per packet as Python allows. See docs/voice.md."""
