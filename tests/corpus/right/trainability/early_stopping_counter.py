"""exercise: early_stopping
right: a counter of epochs without a new best, as in Keras; a list of NumPy integers as the result
"""
import numpy as np


def early_stopping(losses, patience, min_delta=0.0):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        waited += 1
        if best - loss > min_delta:
            best, best_epoch, waited = loss, epoch, 0
        if waited >= patience:
            break
    return [np.int64(epoch), np.array(best_epoch)]
