"""Which instants a calendar holds: declared hours -> open stretches, and open time by them.

A stretch is ``[start, end)`` in epoch seconds, merged and ascending.
"""
