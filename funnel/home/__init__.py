"""The marketers' first page: how the funnels do, what to do next, and getting started."""
