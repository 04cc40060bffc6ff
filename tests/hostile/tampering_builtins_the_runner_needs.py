"""threat: tampering: replaced builtins
verdict: contained
expect: full

The process cannot go on after that cell; without the cell it can.
"""
import builtins

builtins.isinstance = lambda *args: True
builtins.len = lambda thing: 0
builtins.getattr = lambda *args: None
