"""exercise: symmetry
right: loops over pairs of units, Python's own numbers
"""
def distinct_units(W, b, tolerance=1e-8):
    units = [[float(w) for w in column] + [float(bias)] for column, bias in zip(zip(*W), b)]
    count = 0
    for j, unit in enumerate(units):
        if not any(all(abs(p - q) <= tolerance for p, q in zip(unit, other)) for other in units[:j]):
            count += 1
    return count
