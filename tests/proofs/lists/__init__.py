"""A list of 20,000 people taken in while its worker is killed again and again."""
