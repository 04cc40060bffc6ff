"""threat: leaving: sys.exit at import
verdict: contained
expect: full
first: yes
"""
import sys

sys.exit(0)
