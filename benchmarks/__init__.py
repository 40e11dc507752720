"""Measurements, side by side in one run. `python -m benchmarks NAME`; ratios count, absolute times do not."""
