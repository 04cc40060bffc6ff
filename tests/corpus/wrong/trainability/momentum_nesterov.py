"""exercise: momentum
wrong: looks a step ahead, as Nesterov's variant does
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = momentum * state.get("v", 0.0) + g
    return w - learning_rate * (g + momentum * v), {"v": v}
