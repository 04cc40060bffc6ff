"""threat: readers' safety: HTML and scripts in what is shown
verdict: contained
expect: all but zeros
"""


class Script(Exception):
    pass


Script.__name__ = "<script>alert(1)</script>"


def zeros(fan_in, fan_out, rng):
    return Script()


raise ValueError("<script>alert(1)</script><img src=x onerror=alert(1)>")
