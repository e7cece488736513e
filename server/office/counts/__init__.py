"""How many came, in numbers."""
