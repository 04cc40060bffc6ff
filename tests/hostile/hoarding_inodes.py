"""threat: hoarding: inodes
verdict: zero
expect: all but zeros
"""
import os


def zeros(fan_in, fan_out, rng):
    while True:
        os.mkdir("d")
        os.chdir("d")
        for number in range(100):
            os.close(os.open(f"f{number}", os.O_CREAT))
