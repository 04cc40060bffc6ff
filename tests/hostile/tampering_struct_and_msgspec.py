"""threat: tampering: replaced struct, msgspec
verdict: contained
expect: none
"""
import struct

import msgspec
from autograde import wire

struct.pack = lambda *args: b""
msgspec.msgpack.encode = msgspec.msgpack.decode = lambda *args, **kwargs: None
wire.encode = lambda message, buffers: [b"\x00" * 64]
