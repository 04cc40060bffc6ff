"""exercise: momentum
wrong: steps with the velocity from before this gradient
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    v = state.get("v", 0.0 * g)
    return w - learning_rate * v, {"v": momentum * v + g}
