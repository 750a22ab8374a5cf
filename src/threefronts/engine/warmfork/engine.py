"""
What papermill registers as the engine ``warmfork``.
"""

from typing import Any


class WarmForkEngine:
    """
    Executes notebooks in forked kernels: ``papermill --engine warmfork in.ipynb out.ipynb``.

    papermill imports this module whenever it is imported itself, and before its own are whole, so that what
    the engine needs is imported when it is used.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **settings: Any) -> Any:
        """
        Execute the notebook *nb*, as papermill's own engines do.
        """
        from threefronts.engine.warmfork.managed import ManagedEngine

        return ManagedEngine.execute_notebook(nb, kernel_name, **settings)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """
        Return the kernel that *nb* asks for, unless *name* is given.
        """
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """
        Return the language of *nb*, unless *language* is given.
        """
        from papermill.utils import nb_language

        return nb_language(nb, language)
