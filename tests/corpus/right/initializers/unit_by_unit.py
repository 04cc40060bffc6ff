"""exercise: variance
right: loops over examples and units, sums by the math module; runs the head as well
"""
import math
import statistics


def preactivation_variance(fan_in, var_x, var_w):
    return sum(var_x * var_w for _ in range(fan_in))


def layer_output_stats(params, X, activation):
    functions = {
        "relu": lambda z: z if z > 0 else 0.0,
        "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)),
        "tanh": math.tanh,
    }
    f = functions[activation]
    rows = [[float(x) for x in row] for row in X]
    stats = []
    for W, b in params:
        columns = [[float(w) for w in column] for column in W.T]
        rows = [[f(math.sumprod(row, c) if hasattr(math, "sumprod") else sum(map(float.__mul__, row, c))
                   + float(bias)) for c, bias in zip(columns, b)] for row in rows]
        values = [value for row in rows for value in row]
        mean = math.fsum(values) / len(values)
        stats.append((mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values))))
    return stats[:-1]
