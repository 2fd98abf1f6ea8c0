"""Paper and pictures made on the server by typst: the result as a sheet, and what a share shows."""
