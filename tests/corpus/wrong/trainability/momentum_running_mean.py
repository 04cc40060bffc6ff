"""exercise: momentum
wrong: weights the gradient with 1 - momentum: a running mean, not a sum
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = momentum * state.get("v", 0.0) + (1 - momentum) * g
    return w - learning_rate * v, {"v": v}
