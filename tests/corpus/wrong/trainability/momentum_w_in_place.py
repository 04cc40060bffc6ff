"""exercise: momentum
wrong: updates w in place, which changes the caller's parameters
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = momentum * state.get("v", 0.0) + g
    w -= learning_rate * v
    return w, {"v": v}
