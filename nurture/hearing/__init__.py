"""What comes back from outside: events of providers, replies, bounces."""
