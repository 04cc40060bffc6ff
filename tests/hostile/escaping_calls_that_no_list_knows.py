"""threat: escaping: calls by numbers that came later, or are obsolete
verdict: denied
expect: full
"""

import ctypes

syscall = ctypes.CDLL(None).syscall
if any(syscall(number, 0, 0, 0, 0, 0, 0) >= 0 for number in (*range(335, 424), *range(450, 600))):
    del zeros
