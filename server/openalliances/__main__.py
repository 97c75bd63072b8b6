"""``python -m openalliances``."""

from openalliances.cli import main

if __name__ == "__main__":
    main()
