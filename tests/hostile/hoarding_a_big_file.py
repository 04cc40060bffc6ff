"""threat: hoarding: files
verdict: zero
expect: all but zeros
"""


def zeros(fan_in, fan_out, rng):
    with open("big", "wb") as file:
        while True:
            file.write(bytes(1 << 20))
