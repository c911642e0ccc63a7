"""`python -m carbonre`: the command line."""

from carbonre.cli import main

if __name__ == "__main__":
    main()
