"""threat: escaping: sockets of any family: TCP
verdict: denied
expect: full
free: zeros
"""
import socket

try:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind(("127.0.0.1", 0))
    server.listen()
except OSError:
    pass
else:
    del zeros
