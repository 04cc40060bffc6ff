"""exercise: momentum
wrong: the first velocity is the gradient before it is added
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = momentum * state.get("v", g) + g
    return w - learning_rate * v, {"v": v}
