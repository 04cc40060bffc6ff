"""threat: tampering: replaced and closed sockets
verdict: contained
expect: full

The process cannot go on after that cell; without the cell it can.
"""
import gc
import socket

for thing in gc.get_objects():
    if isinstance(thing, socket.socket):
        try:
            thing.close()
        except OSError:
            continue
socket.socket = None
