"""What rooms leave for an organisation's administrators: sealed, and for some days only."""
