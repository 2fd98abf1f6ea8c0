"""Everything a mail links to: GET shows, only a press commits."""
