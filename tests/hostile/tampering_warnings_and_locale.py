"""threat: tampering: warning filters, locale
verdict: normal
expect: full
"""
import locale
import warnings

warnings.simplefilter("error")
warnings.showwarning = None
for name in ("C", "de_DE.UTF-8", "tr_TR.UTF-8"):
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        continue
