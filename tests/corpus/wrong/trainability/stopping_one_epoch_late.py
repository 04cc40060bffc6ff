"""exercise: early_stopping
wrong: waits until more than patience epochs have passed
source: github.com/keras-team/keras/pull/8100 (the counter compared before it was raised)
"""


def early_stopping(losses, patience, min_delta=0.0):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] - min_delta:
            best = epoch
        elif epoch - best > patience:
            return epoch, best
    return len(losses) - 1, best
