"""What is kept about a person: shown, taken along, erased, and forgotten by itself."""
