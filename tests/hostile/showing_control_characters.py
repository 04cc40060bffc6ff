"""threat: readers' safety: control characters in what is shown
verdict: contained
expect: all but zeros, he

\x1b[2J in a docstring is only text.
"""


class Bell(Exception):
    pass


Bell.__name__ = "\x1b]0;owned\x07\x1b[2J\u202e"


def zeros(fan_in, fan_out, rng):
    raise Bell("\x1b[31mred\x00\x08\u202e\u2066")


def he_normal(fan_in, fan_out, rng):
    return Bell()


he_uniform = he_normal
raise RuntimeError("\x1b[2J\x1b]0;owned\x07 \r\n fake line: score 100\u202e")
