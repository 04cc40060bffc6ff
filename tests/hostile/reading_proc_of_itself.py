"""threat: reading: environment, argv and memory of the runner, by /proc
verdict: denied
expect: full
free: zeros
"""
found = []
for name in ("environ", "cmdline", "maps", "mem", "mountinfo"):
    try:
        open(f"/proc/self/{name}", "rb")
    except OSError:
        continue
    found.append(name)
if found:
    del zeros
