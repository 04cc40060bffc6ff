"""threat: leaving: os._exit at import: the cell that does it is left out
verdict: contained
expect: full
first: yes
"""
import os

os._exit(0)
