"""Where `make` enters. Any python can read this file, so that an old one is told what it lacks."""

import os
import sys

OLDEST = (3, 11)


def refusal(version):
    """Why this python cannot be used, in one sentence; empty when it can."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return "Python %d.%d or newer is needed and this is %d.%d; name another with PYTHON=..." % (
        OLDEST + tuple(version[:2])
    )


def main(arguments):
    sentence = refusal(sys.version_info)
    if sentence:
        sys.stderr.write("Error: " + sentence + "\n")
        return 1
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[0] = root
    from config.launch.main import main as launch

    return launch(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
