"""The texts of the interface in every language: collected, written, compiled, checked.

For `manage.py catalogs`, that is for `make messages` and `make check`. Needs Babel, a tool of
development: nothing that serves people imports this room.
"""
