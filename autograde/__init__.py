"""Grading of the course "Training neural networks: the nitty-gritty"."""
