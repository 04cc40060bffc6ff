"""threat: escaping: raising limits
verdict: denied
expect: full
free: zeros
"""
import resource

worked = False
for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC):
    soft, hard = resource.getrlimit(kind)
    try:
        resource.setrlimit(kind, (hard, hard))
        worked = True
    except (OSError, ValueError):
        continue
if worked:
    del zeros
