"""benign: half a gigabyte for a moment"""
import numpy as np

big = np.ones((8000, 8000))
total = float((big + big).sum())
del big
