"""threat: readers' safety: spreadsheet formulas in what is shown
verdict: contained
expect: full
"""
raise ValueError('=HYPERLINK("http://127.0.0.1/?"&A1,"grade")')
