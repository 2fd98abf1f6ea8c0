"""What sales does with one person."""
