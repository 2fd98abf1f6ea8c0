"""Where the mail provider reports: bounces, complaints, deliveries and replies."""
