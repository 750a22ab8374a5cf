"""
More notebooks as others write them: live displays, concurrency, a course, programs, errors.
"""

RICH = r"""
# %%
from IPython.display import *
HTML("<script>var a = 1</script><b>b</b>")
# %%
Javascript("alert(1)")
# %%
display(Markdown("# m"), Latex("$l$"), Math("x"), JSON({"j": [1, None]}), Pretty("p"))
# %%
IFrame("https://example.org", 100, 100)
# %%
Audio(data=b"RIFF", rate=8000)
# %%
handle = display("first", display_id="one")
# %%
other = display(HTML("<i>start</i>"), display_id="two")
display("first again", display_id="one")
# %%
handle.update("changed later")
update_display(HTML("<i>end</i>"), display_id="two")
# %%
print("gone")
clear_output()
print("stays")
# %%
for n in range(3):
    clear_output(wait=True)
    display(n)
# %%
display({"application/vnd.custom+json": {"a": 1.5}}, raw=True, metadata={"m": {"n": 1}})
# %%
import sys
print("before")
display("between")
print("after")
print("err", file=sys.stderr)
"last"
# %%
display(FileLink("x"), exclude=["text/html"])
display(1, 2, 3)
# %%
import altair as alt
alt.renderers.active, alt.data_transformers.active, alt.theme.active
"""

CONCURRENT = r"""
# %%
import asyncio
await asyncio.sleep(0.01)
"awaited"
# %%
async def later(n):
    await asyncio.sleep(0.05)
    return n

await asyncio.gather(*map(later, range(3)))
# %%
task = asyncio.create_task(later(7))
# %%
await task
# %%
async with asyncio.timeout(5):
    print(await later(1))
# %% raises-exception
await asyncio.wait_for(asyncio.sleep(9), 0.01)
# %% raises-exception
async def bad():
    1 / 0

await bad()
# %%
asyncio.get_running_loop().is_running()
# %% raises-exception
asyncio.run(later(1))
# %%
import threading
threads = [threading.Thread(target=print, args=("thread", n)) for n in range(3)]
for thread in threads:
    thread.start()
    thread.join()
# %%
def show():
    display("from a thread")

thread = threading.Thread(target=show)
thread.start()
thread.join()
threading.current_thread() is threading.main_thread()
# %%
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(abs, [-1, 2])))
# %%
import multiprocessing as mp
with mp.get_context("fork").Pool(2) as pool:
    print(pool.map(abs, [-3, 4]))
# %%
import contextvars
variable = contextvars.ContextVar("variable")
variable.set(5);
# %%
variable.get()
"""

TEACHING = r"""
# %%
import warnings
warnings.warn("first")
warnings.warn("old", DeprecationWarning)
# %%
def f():
    warnings.warn("in f", stacklevel=2)

f(); f()
# %%
import numpy as np
import pandas as pd
np.array([1.0]) / 0
# %%
import logging
logging.warning("root")
logging.getLogger("mine").error("mine")
logging.info("unseen")
# %%
from dataclasses import dataclass

@dataclass
class P:
    x: int = 1

P(), P.__module__
# %%
import pickle
pickle.loads(pickle.dumps(P(3)))
# %%
import inspect
print(inspect.getsource(f))
# %%
def g():
    '''
    >>> 1 + 1
    3
    '''

import doctest
doctest.testmod()
# %%
import sys, __main__
__name__, __main__.P is P, sys.flags.interactive, hasattr(__main__, "__file__")
# %%
shell = get_ipython()
type(shell).__name__, shell.kernel is not None, "IPKernelApp" in shell.config
# %%
sys.path, sys.argv[0].rpartition("/")[2], sys.argv[1], len(sys.argv)
# %%
import os
sorted(set(os.environ) - {"JPY_SESSION_NAME"}), os.environ["MPLBACKEND"], os.environ["TERM"]
# %%
pd.options.display.max_columns, pd.options.display.width, pd.options.display.max_rows
# %%
import signal
signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT).__name__
# %%
import io
isinstance(sys.stdout, io.TextIOBase), sys.stdout.isatty(), sys.stdin.read(), os.isatty(0)
# %%
sys.stdout.fileno() > 0, sys.gettrace() is None
# %%
import locale, time
locale.getlocale(), time.tzname
# %%
shell.run_cell("import sys; written = sys.stdout.write('42\\n')").success
# %%
shell.events.register("post_run_cell", lambda result: print("ran"))
# %%
shell.set_next_input("next")
# %%
from tqdm.auto import tqdm
tqdm.__module__
"""

SHELL = r"""
# %%
!echo out; echo err >&2
# %%
names = !printf 'a\nb\n'
names
# %%
%%bash
echo bash $((1 + 2))
echo problem >&2
# %% raises-exception
%%bash
exit 3
# %%
%%sh -s one two
echo $1 $2
# %%
!exit 7
_exit_code
# %%
import ctypes, fcntl, os, subprocess, sys, termios, time

def settle():  # what is written past Python comes through a pipe, a moment later
    for stream in (sys.stdout, sys.stderr):
        while any(fcntl.ioctl(stream._fid, termios.FIONREAD, bytes(4))):
            time.sleep(0.01)
    time.sleep(0.1)

subprocess.run(["echo", "inherited"]); settle()
# %%
subprocess.run(["sh", "-c", "cat; echo read"], capture_output=True, text=True).stdout
# %%
subprocess.check_output(["echo", "taken"])
# %%
os.system("echo system"); settle()
# %%
os.write(1, b"raw out\n"); settle()
# %%
os.write(2, b"raw err\n"); settle()
# %%
ctypes.CDLL(None).write(1, b"from C\n", 7); settle()
"""

ERRORS = r"""
# %% raises-exception
def f(n):
    return 1 / n

f(0)
# %%
print("goes on")
# %% raises-exception
{}["missing"]
# %% raises-exception
raise ExceptionGroup("many", [ValueError(1), TypeError(2)])
# %% raises-exception
try:
    f(0)
except ZeroDivisionError as error:
    raise ValueError("next") from error
# %% raises-exception
print("no end
# %% raises-exception
  indented
x = 1
# %% raises-exception
%nothing
# %% raises-exception
input("name? ")
# %% raises-exception
import getpass; getpass.getpass()
# %% raises-exception
import sys; sys.exit(3)
# %% raises-exception
import nothing_of_that_name
# %% raises-exception
class Odd:
    def __repr__(self):
        raise RuntimeError("in repr")

Odd()
# %% raises-exception
from os.path import join
join(1)
# %%
import traceback
try:
    f(0)
except ZeroDivisionError:
    traceback.print_exc()
"""
