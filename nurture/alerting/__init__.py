"""Being told: what staff hears of at once, once a day or in a chat."""
