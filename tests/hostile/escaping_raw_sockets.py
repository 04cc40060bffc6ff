"""threat: escaping: sockets of any family
verdict: denied
expect: full
free: zeros
"""
import socket

made = []
for family in range(1, 46):
    for kind in (1, 2, 3, 5):
        try:
            made.append(socket.socket(family, kind))
        except OSError:
            continue
if made:
    del zeros
