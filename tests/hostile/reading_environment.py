"""threat: reading: environment, argv
verdict: denied
expect: full
"""
import ctypes
import os
import sys

getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
secrets = [name for name in os.environ if "TOKEN" in name or "KEY" in name or "PASS" in name or "AUTOGRADE" in name]
secrets += [name for name in (b"AUTOGRADE_MARKER", b"SSH_AUTH_SOCK", b"GITHUB_TOKEN") if getenv(name)]
secrets += [word for word in sys.argv if "hidden" in word or "submitted" in word]
if secrets:
    del zeros
