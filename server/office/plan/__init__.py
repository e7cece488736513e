"""What is planned: kinds, programmes, venues, crew, series, and what other organisations share of them."""
