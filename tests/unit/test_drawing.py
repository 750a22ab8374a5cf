"""
A chart is the same wherever it is drawn, and is drawn at any rate.
"""

import os
import threading
from multiprocessing import Pipe

import pytest
from warmfork_notebooks import notebook, printed, run

from threefronts import drawing
from threefronts.charts.errors import ChartError
from threefronts.charts.renderer import render
from threefronts.drawing import draw_svg, use_line

SPEC = {
    "data": {"values": [{"x": 1, "y": "ü"}]},
    "mark": "bar",
    "encoding": {"x": {"field": "x"}, "y": {"field": "y"}},
}
THREADS = """
import os
from threefronts.drawing import draw_svg
before = len(os.listdir("/proc/self/task"))
picture = draw_svg({spec})
print(len(os.listdir("/proc/self/task")) - before, picture)
"""
FAILING = "draw_svg({'mark': 'no such mark'})"


@pytest.fixture
def far_end(monkeypatch):
    """
    The other end of this process's line.
    """
    monkeypatch.setattr(drawing, "_line", None)
    mine, theirs = Pipe()
    use_line(mine)
    return theirs


def _answer(line, picture: str) -> None:
    threading.Thread(target=lambda: (line.recv_bytes(), line.send_bytes(picture.encode()))).start()


def test_a_forked_kernel_starts_no_engine_and_its_picture_is_the_same(tmp_path):
    """
    No thread is added, and no byte differs from a picture drawn here.
    """
    threads, picture = printed(run(notebook(THREADS.format(spec=SPEC)), tmp_path)).split(" ", 1)
    assert threads == "0"
    assert picture.removesuffix("\n") == draw_svg(SPEC)


def test_a_chart_that_cannot_be_drawn_fails_as_it_does_without_a_drawer(tmp_path):
    """
    The error is vl_convert's, and the drawer draws the next one.
    """
    caught = f"from threefronts.drawing import draw_svg\ntry: {FAILING}\nexcept ValueError as e: print(e)"
    with pytest.raises(ValueError) as here:
        draw_svg({"mark": "no such mark"})
    assert printed(run(notebook(caught), tmp_path)) == f"{here.value}\n"
    assert printed(run(notebook(THREADS.format(spec=SPEC)), tmp_path)).startswith("0 <svg")


def test_the_other_end_is_asked(far_end):
    """
    What comes over the line is the picture.
    """
    _answer(far_end, "<svg/>")
    assert draw_svg(SPEC) == "<svg/>"


def test_where_the_line_is_dead_or_gives_nothing_the_chart_is_drawn_here(far_end):
    """
    A drawer that cannot draw answers nothing; one that is gone does not answer.
    """
    _answer(far_end, "")
    assert draw_svg(SPEC).startswith("<svg")
    far_end.close()
    assert draw_svg(SPEC).startswith("<svg")


def test_another_zone_and_a_fork_have_no_line(far_end, monkeypatch):
    """
    A picture may show local times, and two processes that share a line would take each other's answers.
    """
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Pacific/Auckland")
        assert draw_svg(SPEC).startswith("<svg")
    in_fork = Pipe()
    forked = os.fork()
    if not forked:
        in_fork[0].send(drawing._line.ask("{}") is None)
        os._exit(0)
    assert in_fork[1].poll(10)
    assert in_fork[1].recv()
    assert os.waitpid(forked, 0)[1] == 0
    assert not far_end.poll()


def test_an_interrupted_chart_does_not_give_its_answer_to_the_next(tmp_path):
    """
    After Ctrl-C in the middle of a drawing the next picture is the next chart's.
    """
    cell = """
    import os, signal, threading
    from threefronts import drawing
    wide = {{"data": {{"sequence": {{"start": 0, "stop": 300000}}}}, "mark": "point",
             "encoding": {{"x": {{"field": "data"}}}}}}
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        drawing.draw_svg(wide)
        print("not interrupted")
    except KeyboardInterrupt:
        print(drawing.draw_svg({spec}))
    """
    lines = [line[4:] for line in cell.format(spec=SPEC).splitlines()]
    assert printed(run(notebook("\n".join(lines)), tmp_path)).removesuffix("\n") == draw_svg(SPEC)


def test_where_no_pictures_are_wanted_a_chart_is_its_text(monkeypatch):
    """
    Facts without pictures cost a fifth less; a chart without alternative text is refused all the same.
    """
    spec = {"mark": "point", "data": {"values": [{"x": 1}]}, "description": "One point."}
    monkeypatch.setenv(drawing.UNDRAWN, "yes")
    assert render(spec) == {"text/plain": "One point."}
    with pytest.raises(ChartError):
        render(spec | {"description": " "})
    monkeypatch.setenv(drawing.UNDRAWN, "")
    assert set(render(spec)) == {"application/vnd.vegalite.v6+json", "image/svg+xml", "text/plain"}
