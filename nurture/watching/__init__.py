"""What the operator and the marketer see of the engine."""
