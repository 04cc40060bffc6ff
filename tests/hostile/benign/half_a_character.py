"""benign: a cell that fails with a name that is no text; names in other scripts"""

größe = 3
open("caf\udce9.txt")
