"""Public pages: plain HTML without a script, for any old telephone, for search engines and for printing."""
