"""Pages of a PDF as pictures: made in a process of its own that may take only so much of everything."""
