"""`python -m autograde.cli` is the `autograde` command."""

from autograde.cli import main

main()
