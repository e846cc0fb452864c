"""How the desk says no. A leaf."""


class Refusal(Exception):
    """Not done; ``str()`` says why in the user's language."""
