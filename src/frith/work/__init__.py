"""The partnership's work: one app for each activity. Each may import only those before it: performance, governance,
casework.
"""
