"""exercise: rmsprop
wrong: divides by the mean square itself, without the root
"""


def rmsprop_step(w, g, state, learning_rate, decay=0.9, eps=1e-8):
    s = decay * state.get("s", 0.0) + (1 - decay) * g**2
    return w - learning_rate * g / (s + eps), {"s": s}
