"""Assess: how well does an organisation manage its customers — a number that survives an argument."""

__version__ = "0.1.0"
