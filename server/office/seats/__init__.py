"""Who comes: reservations, the waiting line, members' passes."""
