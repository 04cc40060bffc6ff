"""benign: a quarter of a gigabyte for a moment"""
import numpy as np

big = np.ones((4000, 4000))
total = float((big + big).sum())
del big
