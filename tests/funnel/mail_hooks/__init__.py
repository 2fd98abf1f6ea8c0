"""Mail hooks: real requests as the providers make them."""
