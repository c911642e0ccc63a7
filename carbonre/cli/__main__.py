"""`python -m carbonre.cli`."""

from carbonre.cli import main

if __name__ == "__main__":
    main()
