"""threat: tampering: replaced builtins
verdict: contained
expect: none
"""
import builtins

builtins.isinstance = lambda *args: True
builtins.len = lambda thing: 0
builtins.getattr = lambda *args: None
