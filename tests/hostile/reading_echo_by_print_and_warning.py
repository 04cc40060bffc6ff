"""threat: reading: hidden inputs echoed through prints and warnings
verdict: normal
expect: full
"""
import logging
import sys
import warnings

honest_stats = layer_output_stats


def layer_output_stats(params, X, activation):
    text = repr((params, X.tolist()))
    print(text)
    print(text, file=sys.stderr)
    warnings.warn(text[:1000])
    logging.warning(text)
    return honest_stats(params, X, activation)
