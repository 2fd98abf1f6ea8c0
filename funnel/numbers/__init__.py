"""What became of the visitors of a funnel: counts, a drawing and the marketers' pages."""
