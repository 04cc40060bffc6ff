"""exercise: early_stopping
wrong: does not use min_delta
source: github.com/cgarciae/ciclo/issues/11
"""


def early_stopping(losses, patience, min_delta=0.0):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(losses) - 1, best
