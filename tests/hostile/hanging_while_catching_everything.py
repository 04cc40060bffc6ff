"""threat: hanging: import-time work that catches the alarm
verdict: contained
expect: full
first: yes
"""
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
