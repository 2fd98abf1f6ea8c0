"""Bookings and purchases that happened elsewhere find their way back, each once."""
