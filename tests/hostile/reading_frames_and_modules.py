"""threat: reading: modules, frames and gc of the runner
verdict: normal
expect: full
"""
import gc
import sys

texts = []
frame = sys._getframe()
while frame is not None:
    texts += [value for value in [*frame.f_locals.values(), *frame.f_globals.values()] if type(value) is str]
    frame = frame.f_back
for module in list(sys.modules.values()):
    texts += [value for value in list(getattr(module, "__dict__", {}).values()) if type(value) is str]
for thing in gc.get_objects():
    if type(thing) is dict:
        texts += [value for value in list(thing.values()) if type(value) is str]
mark = "pytest.mark." + "exercise"
known = __doc__ or ""
if any(mark in text for text in texts):
    del zeros
if any(name.startswith(("autograde.hidden", "autograde.judge", "autograde.suites", "_pytest")) for name in sys.modules):
    del zeros
