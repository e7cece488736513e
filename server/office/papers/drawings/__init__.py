"""The house's own drawings: eaves, lantern, cushions, tea, in the sizes of the printed notice."""
