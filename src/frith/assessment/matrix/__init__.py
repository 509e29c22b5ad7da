"""The prioritisation matrix: factors, scales, weights and formula in a dated file; every cell says who scored it."""
