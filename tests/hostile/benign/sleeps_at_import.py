"""benign: a second of sleep at import"""
import time

time.sleep(1)
