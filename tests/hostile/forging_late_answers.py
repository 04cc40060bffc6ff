"""threat: forging: late frames, from a thread that outlives the call
verdict: contained
expect: all but zeros, ?random_normal, ?glorot, ?he, ?orthogonal, ?init_mlp, ?variance, ?symmetry, ?torch_init
"""
import gc
import threading
import time

from autograde import wire


def answer_late(identity):
    time.sleep(0.05)
    for thing in gc.get_objects():
        if isinstance(thing, wire.Channel):
            thing.send(wire.Returned(identity, 0.0, [], []))


def current_call():
    return next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child").active[-1]


def zeros(fan_in, fan_out, rng):
    threading.Thread(target=answer_late, args=(current_call(),), daemon=True).start()
