"""threat: tampering: replaced runner internals; a forged answer is only a value
verdict: contained
expect: none
"""
import gc

from autograde import wire

child = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")


def forged(message, body):
    child.channel.send(wire.Returned(message.id, True, [], []))


child.call = child.define = forged
