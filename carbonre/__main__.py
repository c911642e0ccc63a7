"""`python -m carbonre`."""

from carbonre.cli import main

if __name__ == "__main__":
    main()
