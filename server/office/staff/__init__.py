"""Who works here: accounts, signing in, invitations, roles, organisations."""
