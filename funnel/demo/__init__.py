"""The demo: a made-up business with a whole funnel, put in and taken out as one thing.

`manage.py demo` and the marketers' one-click button call it; the funnel itself is a portable
file in money-habits/, read the way a marketer's file is.
"""
