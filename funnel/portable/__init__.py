"""A funnel as a file to keep, send and read back: YAML, or a zip with its media."""
