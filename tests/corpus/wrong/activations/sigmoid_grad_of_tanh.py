"""exercise: sigmoid
wrong: uses the rule of tanh, one minus the square of the value
"""


def sigmoid_grad(z):
    return 1.0 - sigmoid(z) ** 2
