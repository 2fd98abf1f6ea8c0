"""How people reach a funnel: links that say where from, codes to scan, frames in other pages.

Pure; the share page of the admin and the journey's tags are made of it.
"""
