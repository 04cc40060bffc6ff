"""threat: reading: modules of the runner
verdict: denied
expect: full
free: zeros
"""
try:
    import autograde.hidden.initializers.randomness
except (ImportError, OSError):
    pass
else:
    del zeros
