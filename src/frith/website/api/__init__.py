"""The interface for programs, at /api/v1: the queries and services of the pages, for whoever a token stands for.

Nothing here decides who may see or do what. It says what is asked and answered, and in which form.
"""
