"""The stub, the docstrings and the module say the same."""

import ast
import inspect
import pathlib
import pickle
import re

import pytest
import synchrony

stub = ast.parse(pathlib.Path(synchrony.__file__).with_suffix(".pyi").read_text())


def public(names):
    return {name for name in names if not name.startswith("_") or name == "__version__"}


def stub_names():
    for node in stub.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.AnnAssign):
            yield node.target.id


def test_every_name_stands_in_stub_and_module():
    assert public(stub_names()) == set(synchrony.__all__)
    modules = {name for name in dir(synchrony) if inspect.ismodule(getattr(synchrony, name))}
    assert public(dir(synchrony)) - modules == set(synchrony.__all__)


def arguments_in_docstring(function):
    """Names and defaults from the signature that pybind11 writes: "f(a: object, *, b: int = 1) -> object"."""
    inside = re.match(r"\w+\((.*?)\) ->", function.__doc__, re.S).group(1)
    return [part.split(":")[0].split("=")[0].strip() for part in inside.split(", ") if part != "*"]


@pytest.mark.parametrize("node", [n for n in stub.body if isinstance(n, ast.FunctionDef)], ids=lambda n: n.name)
def test_arguments_are_the_stubs(node):
    function = getattr(synchrony, node.name)
    expected = [a.arg for a in node.args.args + node.args.kwonlyargs]
    assert arguments_in_docstring(function) == expected
    defaults = {a.arg: ast.literal_eval(d) for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults)}
    positional = node.args.args[len(node.args.args) - len(node.args.defaults):]
    defaults.update({a.arg: ast.literal_eval(d) for a, d in zip(positional, node.args.defaults)})
    for name, value in defaults.items():
        assert re.search(rf"\b{name}: \w+ = {re.escape(repr(value))}", function.__doc__), (name, value)


@pytest.mark.parametrize("name", ["Recording", "Error", "Spectrogram", "Segments", "Images"])
def test_attributes_are_the_stubs(name):
    (node,) = [n for n in stub.body if isinstance(n, ast.ClassDef) and n.name == name]
    told = {n.name for n in node.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("__")}
    told |= {n.target.id for n in node.body if isinstance(n, ast.AnnAssign)}
    kind = getattr(synchrony, name)
    if issubclass(kind, tuple):
        assert told == set(kind._fields)
    elif name == "Error":
        assert told == set(vars(kind("message")))
    else:
        assert told == public(vars(kind))


def test_everything_is_explained():
    for name in synchrony.__all__:
        if name != "__version__":
            assert len(getattr(synchrony, name).__doc__) > 20, name
    for name, member in vars(synchrony.Recording).items():
        if not name.startswith("_"):
            assert member.__doc__, name


def test_version_is_the_programs(program):
    import os
    import subprocess
    said = subprocess.run([os.environ.get("SYNCHRONY_PROGRAM", "synchrony"), "--version"], capture_output=True, text=True)
    assert re.search(rf"\b{re.escape(synchrony.__version__)}\b", said.stdout)


def test_a_processor_that_is_too_old_is_told_before_it_fails():
    from synchrony import _build, _processor
    old = "processor\t: 0\nflags\t\t: fpu sse sse2 ssse3 sse4_1 sse4_2 popcnt avx\n"  # Sandy Bridge, 2011
    assert "avx2" in _processor.missing(old, "x86-64-v3") and "fma" in _processor.missing(old, "x86-64-v3")
    assert _processor.missing(old.replace("avx", "avx avx2 bmi1 bmi2 fma movbe"), "x86-64-v3") == []  # a machine that hides abm
    assert _processor.missing(old, "") == []
    assert _build.architecture in ("", "native", "x86-64-v3")


def test_errors_can_be_pickled_and_caught_by_their_root():
    with pytest.raises(synchrony.Error) as raised:
        synchrony.read("/nowhere/at/all.hea")
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is type(raised.value) and vars(again) == vars(raised.value) and str(again) == str(raised.value)
