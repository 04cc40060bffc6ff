"""threat: tampering: replaced runner internals; a forged answer is only a value
verdict: contained
expect: none
"""
import gc

from autograde import runner, wire


def forged(self, message, body):
    self.channel.send(wire.Returned(message.id, True, [], []))


runner.Child.call = forged
runner.Child.define = forged
