"""HTTP: joining, pictures, health, and the web client itself."""
