"""threat: tampering: hooks of every kind, closed descriptors, modules that are gone
verdict: normal
expect: full
"""

import atexit
import codecs
import gc
import os
import sys
import threading
import warnings

sys.setprofile(lambda *event: None)
sys.meta_path.insert(0, type("Finder", (), {"find_spec": staticmethod(lambda *args, **kwargs: None)}))
sys.excepthook = sys.unraisablehook = threading.excepthook = lambda *args: os._exit(1)
codecs.register(lambda name: None)
gc.callbacks.append(lambda *args: None)
atexit.register(os._exit, 3)
warnings.simplefilter("error")
sys.setrecursionlimit(200)
for fd in (0, 1, 2):
    os.close(fd)
    os.open(f"standard{fd}", os.O_CREAT | os.O_RDWR)
for name in [name for name in sys.modules if name.startswith(("autograde", "msgspec"))]:
    del sys.modules[name]
