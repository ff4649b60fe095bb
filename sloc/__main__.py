"""The ``sloc`` program, and ``python -m sloc``."""

from sloc.cli import interrupt


def main() -> None:
    """Run it; from the first moment on, Ctrl-C ends it in silence."""
    interrupt.install()
    from sloc.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
