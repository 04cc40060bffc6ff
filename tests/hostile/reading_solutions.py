"""threat: reading: walking the disk for tests, solutions, other submissions
verdict: denied
expect: full
free: zeros
"""
import os

import autograde

checkout = os.path.dirname(os.path.dirname(autograde.__file__))
try:
    open(os.path.join(checkout, "solutions", "initializers", "initializers.py")).read()
except OSError:
    pass
else:
    del zeros
