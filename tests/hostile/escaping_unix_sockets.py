"""threat: escaping: sockets of any family: abstract Unix sockets
verdict: denied
expect: full
free: zeros
"""
import socket

try:
    server = socket.socket(socket.AF_UNIX)
    server.bind("\0autograde-hostile-abstract")
except OSError:
    pass
else:
    del zeros
