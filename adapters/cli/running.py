"""Runs the code fences of the bank in worker processes, one for each framework.

A fence gets a cleared namespace, a temporary folder, two threads, a limit of seconds and no
network; warnings are errors. What came out of it is judged by `bot.fences.judging`.
"""

import ast
import contextlib
import importlib
import io
import linecache
import multiprocessing
import os
import socket
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.fences import Job
from bot.fences.judging import Ran

SECONDS = 10
"""For one fence; loading its frameworks does not count."""
LOADING_SECONDS = 120
THREADS = "1"
"""More cost more than they bring: the arrays are small, and other work may run beside."""

GROUPS = {"tensorflow": "tensorflow", "keras": "keras", "torch": "torch", "sklearn": "scikit-learn"}
"""Frameworks that get a worker of their own, the heaviest first, and their packages' names."""
PACKAGES = {**GROUPS, "numpy": "numpy", "matplotlib": "matplotlib"}

_FILENAME = "<fence>"
_PRINTED = 100_000
"""Characters of what a fence prints that are kept."""


class Runner:
    """Keeps the workers between fences. A context manager: they end with it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._workers: dict[str, _Worker] = {}

    def __enter__(self) -> "Runner":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers.values():
            worker.end()
        self._workers.clear()

    def run(self, job: Job) -> Ran:
        """What came of a job. A fence that fails, hangs or kills its process is a Ran as well."""
        return self.run_source(job.source)

    def run_source(self, source: str) -> Ran:
        imported = imports(source)
        group = next((name for name in GROUPS if name in imported), "")
        worker = self._workers.get(group)
        if worker is None:
            worker = self._workers[group] = _Worker(group)
        ran = worker.run(source, self._seconds)
        if not worker.is_alive:
            worker.end()
            del self._workers[group]
        return ran


class _Worker:
    """A process that runs one fence after another."""

    def __init__(self, group: str) -> None:
        # Spawned, so that no thread of ours is forked and no module of ours is loaded there.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=serve, args=(theirs, group), daemon=True
        )
        self._process.start()
        theirs.close()
        self.is_alive = True

    def run(self, source: str, seconds: float) -> Ran:
        try:
            self._pipe.send(source)
            loaded = self._received(LOADING_SECONDS)
            if loaded is not None and loaded.error:
                return loaded
            ran = self._received(seconds) if loaded else None
        except (EOFError, OSError):
            self.is_alive = False
            return Ran(error="SystemExit", words="the process ended")
        if ran is None:
            self.is_alive = False
            return Ran(error="TimeoutError", words=f"it takes more than {seconds:g} seconds")
        return ran

    def _received(self, seconds: float) -> Ran | None:
        if not self._pipe.poll(seconds):
            return None
        received: Ran = self._pipe.recv()
        return received

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def imports(source: str) -> frozenset[str]:
    """The outermost packages that a source imports anywhere; empty if it is no Python."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return frozenset()
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return frozenset(name.partition(".")[0] for name in names)


def serve(pipe: Connection, group: str) -> None:
    """The worker: for each source first what came of loading its frameworks, then of running it."""
    with tempfile.TemporaryDirectory() as home:
        _prepare(group, home)
        with contextlib.suppress(EOFError):
            while True:
                source: str = pipe.recv()
                loaded = _load(imports(source))
                pipe.send(loaded)
                if not loaded.error:
                    pipe.send(_ran(source))


def _prepare(group: str, home: str) -> None:
    for threads in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[threads] = THREADS
    for folder in ("KERAS_HOME", "TORCH_HOME", "MPLCONFIGDIR", "SCIKIT_LEARN_DATA"):
        os.environ[folder] = home
    os.environ["KERAS_BACKEND"] = "tensorflow" if group == "tensorflow" else "torch"
    # Waiting threads that spin cost four times the seconds on a machine that does other things too.
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    os.environ["MPLBACKEND"] = "agg"
    # No answer may wait for whoever runs the suite, nor a C library write among its lines.
    sys.stdin = io.StringIO()


def _load(imported: frozenset[str]) -> Ran:
    """Imports frameworks with their own warnings ignored; Ran.error if one is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, package in PACKAGES.items():
            if name in imported and name not in sys.modules:
                try:
                    importlib.import_module(name)
                except ModuleNotFoundError:
                    words = f"{package} is not installed: pip install 'dlq[frameworks]'"
                    return Ran(error="ModuleNotFoundError", words=words)
    return Ran()


def _ran(source: str) -> Ran:
    printed = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    here = Path.cwd()
    # What reads a function's source, as tf.function does, finds it as in a file.
    lines = source.splitlines(keepends=True)
    linecache.cache[_FILENAME] = (len(source), None, lines, _FILENAME)
    with tempfile.TemporaryDirectory() as folder, _as_new(), _no_network():
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(printed), warnings.catch_warnings():
                warnings.simplefilter("error")
                exec(compile(source, _FILENAME, "exec"), names)  # noqa: S102 - its whole purpose
        except BaseException as error:  # noqa: BLE001 - what a fence raises is its result
            return Ran(printed.getvalue()[:_PRINTED], *_failure(error))
        finally:
            os.chdir(here)
    return Ran(printed.getvalue()[:_PRINTED], answer=_plain(names.get("answer")))


def _failure(error: BaseException) -> tuple[str, str, int]:
    """The exception's name, its first words, and the line of the source."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == _FILENAME]
    if isinstance(error, SyntaxError) and error.filename == _FILENAME:
        lines = [error.lineno or 0]
    return name, (str(error).split("\n") or [""])[0][:300], lines[-1] if lines else 0


def _plain(value: Any) -> Any:
    """A fence's `answer` as plain data: an array or tensor of one number is that number."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if getattr(value, "size", None) == 1 or callable(getattr(value, "numel", None)):
        with contextlib.suppress(AttributeError, TypeError, ValueError, RuntimeError):
            return _plain(value.item())
    return str(value)


@contextlib.contextmanager
def _as_new() -> Iterator[None]:
    """Undoes what fences set for the whole process; seeds are the fences' own business."""
    if "keras" in sys.modules:
        keras = sys.modules["keras"]
        keras.utils.clear_session()
        keras.config.set_floatx("float32")
        keras.mixed_precision.set_dtype_policy("float32")
    if "torch" in sys.modules:
        torch = sys.modules["torch"]
        torch.set_num_threads(int(THREADS))
        torch.set_default_dtype(torch.float32)
        torch.set_printoptions(profile="default")
        torch.set_grad_enabled(mode=True)
    if "numpy" in sys.modules:
        with sys.modules["numpy"].printoptions(), sys.modules["numpy"].errstate():
            yield
    else:
        yield


@contextlib.contextmanager
def _no_network() -> Iterator[None]:
    real = socket.socket

    class Refused(real):  # type: ignore[misc, valid-type]
        """A class still, since modules that a fence imports derive from it."""

        def __init__(self, *_: object, **__: object) -> None:
            raise OSError("the bank's code runs without network")

    socket.socket = Refused  # type: ignore[misc]
    try:
        yield
    finally:
        socket.socket = real  # type: ignore[misc]
