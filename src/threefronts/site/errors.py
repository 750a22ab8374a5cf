"""
The one error of this room: a book that cannot be built.
"""


class BuildError(RuntimeError):
    """
    The site of an edition cannot be made; the message holds the lines that say why.
    """
