"""exercise: momentum
wrong: stores the velocity of the first step only (setdefault), and goes on from that one
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = momentum * state.get("v", 0.0) + g
    new = dict(state)
    new.setdefault("v", v)
    return w - learning_rate * v, new
