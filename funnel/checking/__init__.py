"""Is this funnel good? Laws that hold for every document, and rules that judge it.

Publishing, the studio and `funnel check` ask it.
"""
