"""The studio: one funnel built, looked at and checked on one page of the admin."""
