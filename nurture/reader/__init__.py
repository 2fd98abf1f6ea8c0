"""What somebody does who got a mail: answers, choices, leaving."""
