"""exercise: early_stopping
wrong: does not reset the counter at a new best: all bad epochs are counted together
source: github.com/modelscope/ms-swift/pull/5326
"""


def early_stopping(losses, patience, min_delta=0.0):
    best, waited = 0, 0
    for epoch, loss in enumerate(losses[1:], start=1):
        if loss < losses[best] - min_delta:
            best = epoch
        else:
            waited += 1
            if waited == patience:
                return epoch, best
    return len(losses) - 1, best
