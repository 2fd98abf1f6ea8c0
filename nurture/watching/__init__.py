"""Whether mails go out and arrive: the queue at a glance, the alert, the sender's domain."""
