"""threat: tampering: a trace function in every frame of the runner
verdict: normal
expect: full
"""
import sys
import threading


def spy(frame, event, argument):
    for name in list(frame.f_locals):
        if name in ("passed", "points", "score", "outcome"):
            frame.f_locals[name] = True


sys.settrace(spy)
threading.settrace(spy)
sys.setprofile(spy)
