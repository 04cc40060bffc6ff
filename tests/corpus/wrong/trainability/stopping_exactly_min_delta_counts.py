"""exercise: early_stopping
wrong: lets an improvement by exactly min_delta count (and, without one, an equal loss)
"""


def early_stopping(losses, patience, min_delta=0.0):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best] - min_delta and epoch > 0:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(losses) - 1, best
