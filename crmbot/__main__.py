"""`python -m crmbot`."""

from crmbot.cli.main import main

if __name__ == "__main__":
    main()
