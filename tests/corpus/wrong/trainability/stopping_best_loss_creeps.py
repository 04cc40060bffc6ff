"""exercise: early_stopping
wrong: small improvements lower the loss that the next one is compared with
"""


def early_stopping(losses, patience, min_delta=0.0):
    best, lowest = 0, losses[0]
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
        lowest = min(lowest, loss)
    return len(losses) - 1, best
