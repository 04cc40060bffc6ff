"""exercise: schedules
wrong: drops at most once: multiplies by drop from epoch `every` on
"""


def step_decay(epoch, initial, drop, every):
    return initial * drop if epoch >= every else initial
