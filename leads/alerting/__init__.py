"""What somebody of the staff is told."""
