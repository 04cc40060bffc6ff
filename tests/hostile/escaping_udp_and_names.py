"""threat: escaping: sockets of any family: UDP, and the resolver
verdict: denied
expect: full
free: zeros
"""
import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secret", ("127.0.0.1", 53))
except OSError:
    pass
else:
    del zeros
