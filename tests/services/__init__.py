"""The real parts a test stands on: databases, queue, mail server, browser, web server."""
