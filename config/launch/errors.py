"""Why a start cannot go on."""


class LaunchError(Exception):
    """One clear sentence for the person at the terminal; ends the command with a failing exit."""
