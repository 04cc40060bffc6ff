"""exercise: momentum
wrong: keeps learning_rate * g in the velocity, so that old steps keep their old rate
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = momentum * state.get("v", 0.0) - learning_rate * g
    return w + v, {"v": v}
