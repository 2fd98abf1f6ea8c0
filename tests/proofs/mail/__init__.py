"""The crash proof of the mail engine, and its bench: real parts, real faults, counted mails."""
