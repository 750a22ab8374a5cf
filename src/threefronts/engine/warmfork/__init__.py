"""
Warmfork: a papermill engine that forks each notebook's kernel from a process that has imported already.

A server imports once (``server``). For each task it forks a process, which forks the kernel (``guard``) and
drives it or, for papermill's own command, watches over it. The kernel is ipykernel's own, with its messages
on a socket pair instead of ZeroMQ (``kernel``, ``wire``), and nbclient drives it (``link``, ``engine``).
"""
