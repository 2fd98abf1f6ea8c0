"""The public journey: from the landing page over every step to the offer."""
