"""`autograde serve`: what students hand in is graded, booked and answered as it arrives.

    inbox     what lies in the exchange (or in a folder), as versions of a student's work
    ledger    what has been done, in the store's database
    policy    what is to be done now: a pure function of the two
    deliver   doing it, by nbgrader's own means
    server    the loop around it: one instance, a status file, a log

Nothing is queued: at every look the state follows from what lies there and from what the ledger says.
"""
