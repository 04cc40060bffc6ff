"""threat: hanging: import-time work in C without an end: the cell is left out
verdict: contained
expect: full
first: yes
"""
total = sum(range(10**13))
