"""threat: hoarding: files
verdict: zero
expect: all but zeros
"""


def zeros(fan_in, fan_out, rng):
    number = 0
    while True:
        number += 1
        with open(f"part{number}", "wb") as file:
            file.write(bytes(1 << 20))
