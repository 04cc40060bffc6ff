"""threat: escaping: its process gets a name that whoever watches it cannot read
verdict: contained
expect: full
"""

import ctypes
import time

ctypes.CDLL(None).prctl(15, b"\xff\xfe\x0c:", 0, 0, 0)
time.sleep(0.12)
