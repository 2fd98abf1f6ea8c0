"""Lists of people in and out: read by the web, worked through by the worker, kept as a result."""
