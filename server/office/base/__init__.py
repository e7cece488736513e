"""What the whole office stands on: the database and its tables, the models of the API, refusals, times, ids."""
