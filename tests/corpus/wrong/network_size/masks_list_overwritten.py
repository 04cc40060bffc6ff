"""exercise: masks
wrong: puts the pruned weights into the caller's list
"""


def apply_masks(params, masks):
    for i, m in enumerate(masks):
        W, b = params[i]
        params[i] = (W * m, b)
    return params
