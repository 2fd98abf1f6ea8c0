"""What is due for whom, and when: series, their versions, and the way through them."""
