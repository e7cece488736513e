"""The single dates: the calendar, the rota, what clashes, links, and the settings of their rooms."""
