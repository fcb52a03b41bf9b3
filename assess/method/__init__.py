"""The science of Assess: pure functions and frozen values on the standard library, NumPy and SciPy."""
