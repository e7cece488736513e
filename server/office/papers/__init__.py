"""What an organisation hands out: printed notices."""
