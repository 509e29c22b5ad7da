"""The partnership's work, one app for each activity: performance, governance, casework.

Each may import only those named before it.
"""
