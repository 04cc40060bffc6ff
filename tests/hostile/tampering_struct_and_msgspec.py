"""threat: tampering: replaced struct, msgspec and the wire
verdict: contained
expect: full

The process cannot go on after that cell; without the cell it can.
"""
import struct

import msgspec
from autograde import wire

struct.pack = lambda *args: b""
msgspec.msgpack.encode = msgspec.msgpack.decode = lambda *args, **kwargs: None
wire.encode = lambda message, buffers: [b"\x00" * 64]
