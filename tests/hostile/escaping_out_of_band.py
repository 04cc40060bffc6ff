"""threat: escaping: out-of-band bytes and descriptors over the one socket
verdict: denied
expect: full
"""

import os
import socket
import stat

for fd in range(3, 64):
    try:
        if not stat.S_ISSOCK(os.fstat(fd).st_mode):
            continue
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, os.dup(fd))
    except OSError:
        continue
    for send in (lambda: line.send(b"x", socket.MSG_OOB), lambda: socket.send_fds(line, [b"x"], [0])):
        try:
            send()
        except OSError:
            continue
        del zeros
        break
