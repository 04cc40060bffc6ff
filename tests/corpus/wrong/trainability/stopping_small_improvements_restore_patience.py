"""exercise: early_stopping
wrong: any improvement resets the counter, also one within min_delta
source: github.com/HomericIntelligence/Odyssey/issues/1978
"""


def early_stopping(losses, patience, min_delta=0.0):
    best, lowest, waited = 0, losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] - min_delta:
            best = epoch
        waited = 0 if loss < lowest or epoch == 0 else waited + 1
        lowest = min(lowest, loss)
        if waited == patience:
            return epoch, best
    return len(losses) - 1, best
