"""
Notebooks in the manner of those that others publish, as text: ``# %%`` begins a cell, tags follow it.
"""

import importlib.util

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from warmfork_notebooks import notebook

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/e+m+7wAAAABJRU5ErkJggg=="
MATPLOTLIB = importlib.util.find_spec("matplotlib") is not None
PLOT = (
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()" if MATPLOTLIB else "0"
)

REPORT = r"""
# %% md
# # Sales
# A report.
# %% parameters
region = "north"
limit = 3
# %%
import numpy as np
import pandas as pd
frame = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=40), "value": np.arange(40) * 1.5})
frame.head(limit)
# %%
frame.describe()
# %%
print(region, limit)
frame
# %%
pd.concat([frame.T] * 2)
# %%
frame.style.set_uuid("fixed").format({"value": "{:.1f}"})
# %%
frame.to_csv("report.csv", index=False)
pd.read_csv("report.csv").dtypes
"""

NO_PARAMETERS = r"""
# %%
limit = 3
# %%
squares = [n * n for n in range(limit)]
squares
# %%
_
# %%
Out[3], In[2], sum(__)
# %%
%history -l 3
# %%
print?
# %%
len??
# %%
squares;
# %%
# only a remark
# %%
"""

MAGICS = r"""
# %%
%load_ext autoreload
%autoreload 2
%config Completer.use_jedi
# %%
%env GREETING=hello
%env GREETING
# %%
%precision 3
import math
math.pi
# %%
%%writefile helper.py
def double(x):
    return 2 * x
# %%
import helper
helper.double(21)
# %%
%who
# %%
%whos int
# %%
%%capture kept
print("captured")
# %%
kept.stdout
# %%
%cd -q .
%pwd
# %%
%lsmagic
# %%
%no_magic_at_all?
# %%
%%timeit -n 1 -r 1 -q
sum(range(10))
# %%
%run -i helper.py
%xmode Plain
# %% raises-exception
1 / 0
# %%
%reset -f
# %% raises-exception
helper
# %%
%%html
<b>bold</b>
# %%
%%javascript
console.log(1)
# %%
%%latex
$x^2$
# %%
%%markdown
*slanted*
# %%
%%svg
<svg xmlns="http://www.w3.org/2000/svg"/>
"""

PICTURES = rf"""
# %%
{PLOT}
# %%
import base64
from IPython.display import SVG, Image
Image(data=base64.b64decode("{PNG}"))
# %%
Image(data=base64.b64decode("{PNG}"), width=30, alt="a dot", metadata={{"isolated": True}})
# %%
SVG(data='<svg xmlns="http://www.w3.org/2000/svg"><circle r="3"/></svg>')
# %%
class Dot:
    def _repr_png_(self):
        return base64.b64decode("{PNG}")

Dot()
# %%
class Both:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {{"text/plain": "both", "application/json": {{"n": 1}}}}, {{"application/json": {{"a": 2}}}}

Both()
"""

LONG = r"""
# %%
for n in range(5000): print(n, "x" * 60)
# %%
list(range(2000))
# %%
"y" * 200_000
# %%
import pandas as pd
pd.DataFrame({"n": range(1000)})
# %%
print("a" * 10**6)
# %%
print("no newline", end="")
# %%
print("\r1\r2\b3")
# %%
{n: str(n) for n in range(1200)}
"""

UNICODE = r"""
# %% md
# # Привіт, 世界 🌍
# %%
назва = "Ünïcödé ✓"
назва
# %%
print("שלום", "مرحبا", "👩‍👩‍👧", "e\u0301", "\x00\x1b[31mred\x1b[0m")
# %% raises-exception
raise ValueError("помилка ✗")
# %%
import sys
print("ß", file=sys.stderr)
# %%
sys.stdout.encoding, sys.getdefaultencoding(), sys.getfilesystemencoding()
# %%
open("ünï.txt", "w").write("ок"), open("ünï.txt").read()
"""


def cells(text: str) -> list[nbformat.NotebookNode]:
    """
    Return the cells that *text* describes.
    """
    made = []
    for part in text.split("\n# %%")[1:]:
        tags, _, source = part.partition("\n")
        if tags.strip() == "md":
            made.append(new_markdown_cell("\n".join(line.removeprefix("# ") for line in source.split("\n"))))
        else:
            metadata = {"tags": tags.split()} if tags.strip() else {}
            made.append(new_code_cell(source, metadata=metadata))
    return made


def old_format() -> nbformat.NotebookNode:
    """
    Return a notebook of 2014: version 4.0, no ids, settings that nobody reads any more.
    """
    made = notebook(
        new_code_cell("print('old')", metadata={"collapsed": True, "scrolled": False}),
        new_code_cell("3 + 4", metadata={"trusted": True}),
        signature="sha256:0",
        language_info={"name": "python", "version": "3.4.0"},
    )
    made.nbformat_minor = 0
    for cell in made.cells:
        del cell["id"]
    return made


def foreign_metadata() -> nbformat.NotebookNode:
    """
    Return a notebook with metadata of other programs, on it and on its cells.
    """
    return notebook(
        new_code_cell(
            '#@title Run {run: "auto"}\nn = 3 #@param {type:"slider"}', metadata={"colab": {"a": 1}}
        ),
        new_code_cell("n", metadata={"_kg_hide-input": True, "execution": {"iopub.status.busy": "2020"}}),
        new_code_cell("n + 1", metadata={"jupyter": {"outputs_hidden": True}, "vscode": {"x": 1}}),
        new_code_cell("n", metadata={"editable": False, "deletable": False, "slideshow": {"a": "slide"}}),
        colab={"provenance": []},
        accelerator="GPU",
        toc={"base_numbering": 1},
        varInspector={"cols": {"lenName": 16}},
        language_info={"name": "python", "version": "3.7.6", "codemirror_mode": {"name": "ipython"}},
    )


def prose() -> nbformat.NotebookNode:
    """
    Return a notebook of attachments, raw cells, rich Markdown and empty cells.
    """
    rich = "| a | b |\n|---|---|\n| 1 | $x$ |\n\n```python\nraise ValueError\n```\n\n<div>raw</div>"
    return notebook(
        new_markdown_cell("![p](attachment:p.png)", attachments={"p.png": {"image/png": PNG}}),
        new_markdown_cell(rich),
        new_raw_cell("---\ntitle: x\n---", metadata={"format": "text/yaml"}),
        new_code_cell("1"),
        new_markdown_cell(""),
        new_code_cell(""),
        new_code_cell("   "),
    )
