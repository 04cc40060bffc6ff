"""threat: reading: walking the disk
verdict: denied
expect: full
free: zeros
"""
try:
    accounts = open("/etc/passwd").read()
except OSError:
    pass
else:
    del zeros
