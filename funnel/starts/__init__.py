"""Complete funnels to begin with: seven plain answers make one of them the marketer's own."""
