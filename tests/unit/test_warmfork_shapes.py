"""
Notebooks in the manner of those that others publish run in a forked kernel as in a stock one.
"""

import importlib.util
import shutil

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_raw_cell
from warmfork_notebooks import attempt, code, notebook, shown

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/e+m+7wAAAABJRU5ErkJggg=="
HAS_MATPLOTLIB = importlib.util.find_spec("matplotlib") is not None


def _report():
    """
    A parameterised report: parameters, a table, a summary.
    """
    return notebook(
        "#:# Sales\nA report.",
        code("region = 'north'\nlimit = 3", "parameters"),
        "import pandas as pd\nimport numpy as np",
        "frame = pd.DataFrame({'day': pd.date_range('2024-01-01', periods=40), 'value': np.arange(40) * 1.5})\n"
        "frame.head(limit)",
        "frame.describe()",
        "print(region, limit)\nframe",
        "pd.concat([frame.T] * 2)",
        "frame.style.set_uuid('fixed').format({'value': '{:.1f}'})",
        "frame.to_csv('report.csv', index=False); pd.read_csv('report.csv').dtypes",
    )


def _no_parameters():
    """
    An analysis that was never meant to be parameterised: state across cells, out-of-order counts, history.
    """
    return notebook(
        "limit = 3",
        "squares = [n * n for n in range(limit)]\nsquares",
        "_",
        "Out[3], In[2]",
        "sum(__)",
        "%history -l 3",
        "print?",
        "len??",
        ";",
        "squares;",
        "# only a remark",
        "",
        "   ",
    )


def _old_format():
    """
    A notebook of 2014: version 4.0, no ids, settings that nobody reads any more.
    """
    made = notebook(
        code("print('old')", collapsed=True, scrolled=False),
        code("3 + 4", trusted=True),
        signature="sha256:0",
        language_info={"name": "python", "version": "3.4.0"},
    )
    made.nbformat_minor = 0
    for cell in made.cells:
        del cell["id"]
    return nbformat.from_dict(made)


def _magics():
    """
    A tutorial full of magics.
    """
    return notebook(
        "%load_ext autoreload\n%autoreload 2",
        "%config InlineBackend.figure_format = 'retina'" if HAS_MATPLOTLIB else "%config Completer.use_jedi",
        "%env GREETING=hello\n%env GREETING",
        "%precision 3\nimport math; math.pi",
        "%%writefile helper.py\ndef double(x):\n    return 2 * x",
        "import helper; helper.double(21)",
        "%who",
        "%whos int",
        "%%capture kept\nprint('captured')",
        "kept.stdout",
        "%cd -q .\n%pwd",
        "%lsmagic",
        "%no_magic_at_all?",
        "%%timeit -n 1 -r 1 -q\nsum(range(10))",
        "%run -i helper.py",
        "%xmode Plain",
        code("1 / 0", "raises-exception"),
        "%reset -f",
        code("helper", "raises-exception"),
        "%%html\n<b>bold</b>",
        "%%javascript\nconsole.log(1)",
        "%%latex\n$x^2$",
        "%%markdown\n*slanted*",
        "%%svg\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    )


def _shell():
    """
    A notebook that drives programs.
    """
    return notebook(
        "!echo out; echo err >&2",
        "names = !printf 'a\\nb\\n'\nnames",
        "%%bash\necho bash $((1 + 2))\necho problem >&2",
        code("%%bash\nexit 3", "raises-exception"),
        "%%sh -s one two\necho $1 $2",
        "%sx echo quiet",
        "import subprocess; subprocess.run(['echo', 'inherited'])\nimport time; time.sleep(0.1)",
        "subprocess.run(['sh', '-c', 'cat; echo read'], capture_output=True, text=True).stdout",
        "subprocess.check_output(['echo', 'taken'])",
        "!exit 7\n_exit_code",
        "import os; os.system('echo system'); time.sleep(0.1)",
        "os.write(1, b'raw out\\n'); time.sleep(0.1)",
        "os.write(2, b'raw err\\n'); time.sleep(0.1)",
        "import ctypes; ctypes.CDLL(None).write(1, b'from C\\n', 7); time.sleep(0.1)",
    )


def _pictures():
    """
    Plots as PNG and SVG, as display objects and as figures.
    """
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()" if HAS_MATPLOTLIB else "None"
    return notebook(
        "%matplotlib inline" if HAS_MATPLOTLIB else "None",
        plot,
        f"import base64\nfrom IPython.display import Image, SVG\nImage(data=base64.b64decode('{PNG}'))",
        f"Image(data=base64.b64decode('{PNG}'), width=30, alt='a dot', metadata={{'isolated': True}})",
        'SVG(data=\'<svg xmlns="http://www.w3.org/2000/svg"><circle r="3"/></svg>\')',
        "class Dot:\n    def _repr_png_(self):\n        return base64.b64decode(b'%s')" % PNG,
        "Dot()",
        "class Both:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'both', 'application/json': {'n': 1}}, {'application/json': {'a': 2}}",
        "Both()",
    )


def _errors():
    """
    Errors that are shown on purpose.
    """
    return notebook(
        code("def f(n):\n    return 1 / n\n\nf(0)", "raises-exception"),
        "print('goes on')",
        code("{}['missing']", "raises-exception"),
        code("raise ExceptionGroup('many', [ValueError(1), TypeError(2)])", "raises-exception"),
        code(
            "try:\n    f(0)\nexcept ZeroDivisionError as e:\n    raise ValueError('next') from e",
            "raises-exception",
        ),
        code("print('no end", "raises-exception"),
        code("  indented\nx = 1", "raises-exception"),
        code("%nothing", "raises-exception"),
        code("input('name? ')", "raises-exception"),
        code("import getpass; getpass.getpass()", "raises-exception"),
        code("import sys; sys.exit(3)", "raises-exception"),
        code("assert False, 'no'", "raises-exception"),
        code("import nothing_of_that_name", "raises-exception"),
        code(
            "class Odd:\n    def __repr__(self):\n        raise RuntimeError('in repr')\nOdd()",
            "raises-exception",
        ),
        code("from os.path import join; join(1)", "raises-exception"),
        "import traceback\ntry:\n    f(0)\nexcept ZeroDivisionError:\n    traceback.print_exc()",
    )


def _long_outputs():
    """
    More than a page of everything.
    """
    return notebook(
        "for n in range(5000): print(n, 'x' * 60)",
        "list(range(2000))",
        "'y' * 200_000",
        "import pandas as pd; pd.DataFrame({'n': range(1000)})",
        "print('a' * 10**6)",
        "print('no newline', end='')",
        "print('\\r1\\r2\\b3')",
        "{n: str(n) for n in range(1200)}",
    )


def _foreign_metadata():
    """
    Metadata of other programs, on the notebook and on its cells.
    """
    return notebook(
        code(
            '#@title Run me { run: "auto" }\nn = 3 #@param {type:"slider"}', colab={"base_uri": "https://x"}
        ),
        code("n", "hide_input", _kg_hide_input=True, execution={"iopub.status.busy": "2020-01-01T00:00:00Z"}),
        code("n + 1", jupyter={"outputs_hidden": True}, slideshow={"slide_type": "slide"}, vscode={"x": 1}),
        code("n", editable=False, deletable=False),
        colab={"provenance": []},
        accelerator="GPU",
        toc={"base_numbering": 1},
        varInspector={"cols": {"lenName": 16}},
        language_info={"name": "python", "version": "3.7.6", "codemirror_mode": {"name": "ipython"}},
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}},
    )


def _unicode():
    """
    Text of every script, in names, strings, errors and outputs.
    """
    return notebook(
        "#:# Привіт, 世界 🌍",
        "назва = 'Ünïcödé ✓'\nназва",
        "print('שלום', 'مرحبا', '👩‍👩‍👧', 'e\\u0301', '\\x00\\x1b[31mred\\x1b[0m')",
        code("raise ValueError('помилка ✗')", "raises-exception"),
        "import sys; print('ß', file=sys.stderr)",
        "sys.stdout.encoding, sys.getdefaultencoding(), sys.getfilesystemencoding()",
        "open('ünï.txt', 'w').write('ок'), open('ünï.txt').read()",
    )


def _rich():
    """
    Every kind of display, and updates of what was shown before.
    """
    return notebook(
        "from IPython.display import *\nHTML('<script>var a = 1</script><b>b</b>')",
        "Javascript('alert(1)')",
        "display(Markdown('# m'), Latex('$l$'), Math('x'), JSON({'j': [1, None]}), Pretty('p'))",
        "IFrame('https://example.org', 100, 100)",
        "YouTubeVideo('x', width=10)",
        "Audio(data=b'RIFF', rate=8000)",
        "handle = display('first', display_id='one')",
        "other = display(HTML('<i>start</i>'), display_id='two'); display('first again', display_id='one')",
        "handle.update('changed later'); update_display(HTML('<i>end</i>'), display_id='two')",
        "print('gone'); clear_output(); print('stays')",
        "for n in range(3): clear_output(wait=True); display(n)",
        "display({'application/vnd.custom+json': {'a': 1.5}}, raw=True, metadata={'m': {'n': 1}})",
        "print('before'); display('between'); print('after'); import sys; print('err', file=sys.stderr); 'last'",
        "display(FileLink('x'), exclude=['text/html']); display(1, 2, 3)",
        "import altair as alt; alt.data_transformers.active, alt.renderers.active",
    )


def _prose():
    """
    Attachments, raw cells, rich Markdown, empty cells.
    """
    return notebook(
        new_markdown_cell("![p](attachment:p.png)", attachments={"p.png": {"image/png": PNG}}),
        "#:| a | b |\n|---|---|\n| 1 | $x$ |\n\n```python\nraise ValueError\n```\n\n<div>raw</div>",
        new_raw_cell("---\ntitle: x\n---", metadata={"format": "text/yaml"}),
        "1",
        "#:",
        "",
    )


def _concurrent():
    """
    Top-level await, tasks that outlive their cell, threads, processes.
    """
    return notebook(
        "import asyncio\nawait asyncio.sleep(0.01); 'awaited'",
        "async def later(n):\n    await asyncio.sleep(0.05)\n    return n\n\nawait asyncio.gather(*map(later, range(3)))",
        "task = asyncio.create_task(later(7))",
        "await task",
        "async with asyncio.timeout(5):\n    print(await later(1))",
        code("await asyncio.wait_for(asyncio.sleep(9), 0.01)", "raises-exception"),
        code("async def bad():\n    1 / 0\n\nawait bad()", "raises-exception"),
        "asyncio.get_running_loop().is_running()",
        code("asyncio.run(later(1))", "raises-exception"),
        "import threading\nthreads = [threading.Thread(target=print, args=('thread', n)) for n in range(3)]\n"
        "for t in threads: t.start(); t.join()",
        "def show():\n    display('from a thread')\n\nt = threading.Thread(target=show); t.start(); t.join()",
        "from concurrent.futures import *\nwith ThreadPoolExecutor(2) as pool: print(list(pool.map(abs, [-1, 2])))",
        "import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-3, 4]))",
        "import contextvars; v = contextvars.ContextVar('v'); v.set(5);",
        "v.get()",
        "import threading; threading.current_thread() is threading.main_thread()",
    )


def _teaching():
    """
    Warnings, logs, classes, pickles, tests: a course's notebook.
    """
    return notebook(
        "import warnings; warnings.warn('first'); warnings.warn('old', DeprecationWarning)",
        "def f():\n    warnings.warn('in f', stacklevel=2)\n\nf(); f()",
        "import pandas as pd; pd.to_datetime(['1/2/2020', '3/2/2020'], dayfirst=None)",
        "import numpy as np; np.array([1.0]) / 0",
        "import logging; logging.warning('root'); logging.getLogger('mine').error('mine'); logging.info('unseen')",
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 1\n\nP(), P.__module__",
        "import pickle; pickle.loads(pickle.dumps(P(3)))",
        "import inspect; print(inspect.getsource(f))",
        "def g():\n    '''\n    >>> 1 + 1\n    3\n    '''\nimport doctest; doctest.testmod()",
        "import sys, __main__; __name__, __main__.P is P, sys.flags.interactive, hasattr(__main__, '__file__')",
        "type(get_ipython()).__name__, get_ipython().kernel is not None, 'IPKernelApp' in get_ipython().config",
        "sys.path, sys.argv[0].rpartition('/')[2], sys.argv[1], len(sys.argv)",
        "import os; {k: os.environ.get(k) for k in ('MPLBACKEND', 'TERM', 'CLICOLOR', 'PAGER', 'OMP_NUM_THREADS')}",
        "sorted(set(os.environ) - {'JPY_SESSION_NAME'})",
        "pd.options.display.max_columns, pd.options.display.width, pd.options.display.max_rows",
        "import signal; signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT).__name__",
        "import io; isinstance(sys.stdout, io.TextIOBase), sys.stdout.isatty(), sys.stdin.read()",
        "sys.stdout.fileno() > 0, os.isatty(0), sys.gettrace() is None",
        "a, *b = range(4); b",
        "x = 5; f'{x=}'",
        "import locale, time; locale.getlocale(), time.tzname",
        "get_ipython().run_cell('print(6 * 7)').success",
        "get_ipython().events.register('post_run_cell', lambda result: print('ran'))",
        "1",
        "get_ipython().set_next_input('next')",
        "from tqdm.auto import tqdm; tqdm.__module__",
    )


SHAPES = (
    _report,
    _no_parameters,
    _old_format,
    _magics,
    _shell,
    _pictures,
    _errors,
    _long_outputs,
    _foreign_metadata,
    _unicode,
    _rich,
    _prose,
    _concurrent,
    _teaching,
)


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.__name__.strip("_") for shape in SHAPES])
def test_a_notebook_in_the_manner_of_others_is_as_in_a_stock_kernel(tmp_path, shape):
    """
    Outputs, counts, metadata and errors are the same; only process numbers and addresses may differ.
    """
    folder = tmp_path / "work"

    def result(engine):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return attempt(shape(), folder, engine, parameters={"limit": 5})

    (stock, told), (warm, said) = result(None), result("warmfork")
    assert shown(stock).splitlines() == shown(warm).splitlines()
    assert told == said
    assert set(stock.metadata) == set(warm.metadata)
    states = [cell.metadata.papermill.status for cell in stock.cells if "papermill" in cell.metadata]
    assert states == [cell.metadata.papermill.status for cell in warm.cells if "papermill" in cell.metadata]
