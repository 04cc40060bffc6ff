"""threat: persisting: files in shared places and caches: a second grading finds what a first one left
verdict: normal
expect: full
free: full
"""
import os
import sys
import tempfile

places = [os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"]
places += [entry for entry in sys.path if entry]
if any(os.path.exists(os.path.join(place, "autograde-hostile-was-here")) for place in places):
    del zeros
for place in places[:3]:
    open(os.path.join(place, "autograde-hostile-was-here"), "w").close()
