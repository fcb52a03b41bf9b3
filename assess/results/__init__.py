"""The method applied to an assessment: score, trace, interval, level."""
