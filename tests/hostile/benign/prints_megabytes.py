"""benign: megabytes of prints"""
for _ in range(300):
    print("epoch", list(range(2000)))
