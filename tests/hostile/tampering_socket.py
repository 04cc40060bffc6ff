"""threat: tampering: replaced socket
verdict: contained
expect: none
"""
import socket


class Deaf:
    def __init__(self, *args, **kwargs):
        raise OSError("no sockets today")


import gc

for thing in gc.get_objects():
    if isinstance(thing, socket.socket):
        thing.close()
socket.socket = Deaf
