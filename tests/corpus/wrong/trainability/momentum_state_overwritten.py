"""exercise: momentum
wrong: writes the new velocity into the state that the caller handed in
"""


def momentum_step(w, g, state, learning_rate, momentum=0.9):
    state["v"] = momentum * state.get("v", 0.0) + g
    return w - learning_rate * state["v"], state
