"""threat: hanging: import-time work without an end: the cell is left out
verdict: contained
expect: full
first: yes
"""
while True:
    pass
