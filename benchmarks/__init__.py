"""Speed as ratios against a floor in the same run, on the machine at hand. `make bench` runs all."""
