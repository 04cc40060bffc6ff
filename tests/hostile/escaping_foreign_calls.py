"""threat: escaping: system calls of another architecture, past a filter that counts in this one's numbers
verdict: contained
expect: full
free: skip: without the filter it is an ordinary call

The cell that does it is left out with its process; the rest counts.
"""
import ctypes
import mmap
import platform

if platform.machine() == "x86_64":
    code = bytes.fromhex("b814000000cd80c3")  # mov eax, 20; int 0x80; ret: getpid of 32-bit x86
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    if ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0:
        del zeros
