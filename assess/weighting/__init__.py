"""Judgement panels and weight sets: who judged what, and the weights that follow from it."""
