"""Trying a funnel out as a visitor: marked from the first press, counted nowhere."""
