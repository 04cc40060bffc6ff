"""benign: warnings and logs on stderr"""
import logging
import sys
import warnings

for number in range(1000):
    warnings.warn(f"warning {number}", stacklevel=1)
    print("careful", file=sys.stderr)
logging.basicConfig(level=logging.DEBUG)
logging.getLogger("mine").warning("done")
