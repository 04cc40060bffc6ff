"""threat: escaping: exec of anything, by subprocess
verdict: denied
expect: full
free: zeros
"""
import subprocess
import sys

for command in (["/bin/true"], [sys.executable, "-c", "pass"]):
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.SubprocessError):
        continue
    del zeros
    break
