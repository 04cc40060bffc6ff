"""exercise: schedules
wrong: divides the epoch by every without rounding down, so the rate falls in every epoch
"""


def step_decay(epoch, initial, drop, every):
    return initial * drop ** (epoch / every)
