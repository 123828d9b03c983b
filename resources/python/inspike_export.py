# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes networks and data from Python to Inspike. One file; needs torch, numpy and h5py, nothing else.

    import inspike_export
    with inspike_export.record(model, "run.h5") as r:
        model(x)

writes what every module gave, its spikes, membranes and currents, what went in, the weights and the graph of the
network into a run that Inspike opens. save_run() writes activations that exist already, save_recording() spikes,
events, signals, pictures and tensors.

How calls and tensors become [step, sample, ...]:
  * A module that is called T times in one call of the model, or in the with-block, gives T steps.
  * Where the model is called several times: if time is already inside of each call (neurons are called repeatedly,
    or their tensors have a time axis), each call is another batch of samples. Else each call is a step. Say
    calls="steps" or calls="samples", or mark batches with r.next_batch(), where that is wrong.
  * Time inside of a tensor is found from neurons that keep a state: an output [T, B, ...] or [B, T, ...] beside a
    state [B, ...], an attribute step_mode = "m", or torch's own recurrent layers. Where there is nothing of
    the kind, time_axis=0 or 1 says it.
  * Merged dimensions ([T*B, ...]) are taken apart where T is known; layout="(TB)" or "(BT)" with steps=T says it.
  * A module used k times in each step becomes k layers: "pool", "pool.2"...

Spikes are outputs that are 0 or 1 everywhere. Membranes and currents are found without knowing any library: in what
a module returns beside its output (tuples, named tuples) and in its attributes (mem, v, v_mem, u, syn, i...).
"""
from __future__ import annotations

import collections
import contextlib
import fnmatch
import hashlib
import inspect
import json
import os
import platform
import re
import tempfile
import weakref
from collections.abc import Mapping
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

import h5py
import numpy as np
import torch
from torch import nn

try:  # tells through which operations tensors flow, also without gradients
    from torch.utils._python_dispatch import TorchDispatchMode
except ImportError:
    TorchDispatchMode = None

__version__ = "1.0"
__all__ = ["ExportError", "Recorder", "record", "save_recording", "save_run"]

MEMBRANES = ("mem", "v", "v_mem", "vmem", "membrane", "membrane_potential", "potential", "voltage", "u")
CURRENTS = ("syn", "i", "i_syn", "isyn", "current", "synaptic_current", "syn_exc", "syn_inh")
NEURON_HINTS = ("threshold", "v_threshold", "v_th", "vth", "thresh", "spike_threshold", "beta", "tau", "tau_mem",
                "reset_mechanism", "spike_grad", "surrogate_function", "act_fun", "spike_fn")
RECORD_SWITCHES = ("store_v_seq", "store_i_seq", "record_states")  # of nodes that hide the steps of their state
SEQUENCES = {"membrane": ("v_seq",), "current": ("i_seq",)}
WRAPPERS = {"DataParallel": "module", "DistributedDataParallel": "module", "OptimizedModule": "_orig_mod"}
LAYOUTS = ("", "B", "T", "TB", "BT", "(TB)", "(BT)")
PASSING = (nn.Flatten, nn.Unflatten, nn.Identity, nn.Dropout, nn.Dropout2d, nn.Dropout3d, nn.AlphaDropout,
           nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d, nn.AdaptiveMaxPool1d, nn.AdaptiveMaxPool2d, nn.ZeroPad2d)
SPATIAL = {nn.Linear: 1, nn.Conv1d: 2, nn.Conv2d: 3, nn.Conv3d: 4}  # dimensions of a sample
MOST_TAGS = 4096
MOST_ATTRIBUTE = 60_000  # bytes that an HDF5 attribute holds, with a margin


class ExportError(RuntimeError):
    """What was asked for cannot be written; the message says why and what to do."""


def record(model: nn.Module, path: Union[str, os.PathLike], *, modules: Union[None, str, Iterable[str]] = None,
           inputs: bool = True, states: bool = True, weights: bool = True, calls: str = "auto",
           time_axis: Optional[int] = None, layout: Optional[str] = None, steps: Optional[int] = None,
           step_ms: Optional[float] = None, class_names: Optional[Sequence[str]] = None,
           sample_ids: Optional[Sequence[Any]] = None, labels: Any = None, seed: int = 0,
           max_bytes: int = 4 << 30, overwrite: bool = False) -> "Recorder":
    """Records what `model` does in the with-block and writes it to the run file `path` at its end.

    modules      names of modules to record, or globs: "lif*", ["encoder.*", "head"]; None = all
    inputs       keep what the model is called with
    states       keep membranes and currents
    weights      keep the parameters of the layers
    calls        "steps": calls of the model are time steps; "samples": they are batches; "auto": see the module
    time_axis    which dimension of tensors is time: 0 = [T, B, ...], 1 = [B, T, ...]
    layout       the same in letters, also for merged dimensions and missing ones: "TB", "BT", "T", "B", "(TB)"
                 = [T*B, ...], "(BT)", "" = neither time nor samples
    steps        number of time steps, for merged dimensions
    step_ms      duration of a step; without it, time is counted in steps
    class_names  of the outputs
    sample_ids   a name per sample, by which runs are compared
    labels       a class number per sample
    seed         of the run, kept with it
    max_bytes    most memory that recorded values may take; beyond it, ExportError
    overwrite    replace an existing file

    An exception in the with-block leaves no file, and the hooks are always taken away.
    """
    return Recorder(model, path, modules=modules, inputs=inputs, states=states, weights=weights, calls=calls,
                    time_axis=time_axis, layout=layout, steps=steps, step_ms=step_ms, class_names=class_names,
                    sample_ids=sample_ids, labels=labels, seed=seed, max_bytes=max_bytes, overwrite=overwrite)


# --- values -----------------------------------------------------------------------------------------------------------

def _numpy(tensor: torch.Tensor) -> Optional[np.ndarray]:
    """A copy in memory of the CPU; half precision becomes float32. None for what has no plain real numbers."""
    value = tensor.detach()
    if value.device.type == "meta" or value.is_complex() or getattr(value, "is_nested", False):
        return None
    if value.is_quantized:
        value = value.dequantize()
    if value.layout != torch.strided:
        value = value.to_dense()
    if value.dtype in (torch.float16, torch.bfloat16):
        value = value.float()
    return np.array(value.cpu().numpy(), copy=True, order="C")


def _is_binary(array: np.ndarray) -> bool:
    if array.dtype == np.bool_:
        return True
    head = array.reshape(-1)[:64]
    return array.size > 0 and all(bool(((part == 0) | (part == 1)).all()) for part in (head, array))


class _Kept:
    """A tensor as it was at that moment; spikes take a bit each."""
    __slots__ = ("shape", "binary", "ones", "data", "alive")

    def __init__(self, array: np.ndarray):
        self.shape = array.shape
        self.binary = _is_binary(array)
        self.ones = int(np.count_nonzero(array)) if self.binary else 0
        self.data = np.packbits(array.reshape(-1) != 0) if self.binary else array
        self.alive = None  # weak reference to the tensor and its version

    def array(self) -> np.ndarray:
        if not self.binary:
            return self.data
        return np.unpackbits(self.data, count=int(np.prod(self.shape))).reshape(self.shape)


def _tensors(value: Any, depth: int = 0) -> Iterable[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif depth < 4 and isinstance(value, (tuple, list)):
        for item in value:
            if not isinstance(item, (int, float, str)):
                yield from _tensors(item, depth + 1)
    elif depth < 4 and isinstance(value, (dict, Mapping)):
        for item in value.values():
            yield from _tensors(item, depth + 1)


def _fields(value: Any) -> Dict[str, torch.Tensor]:
    """The tensors of a state by their names: of a named tuple, a dictionary or a plain object."""
    if isinstance(value, (torch.Tensor, nn.Module, str, bytes, int, float, list)) or value is None:
        return {}
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif hasattr(value, "_fields"):
        pairs = [(name, getattr(value, name)) for name in value._fields]
    elif isinstance(value, tuple):
        pairs = []
    else:
        pairs = list(getattr(value, "__dict__", {}).items())
    return {str(name): item for name, item in pairs if isinstance(item, torch.Tensor)}


def _own(module: nn.Module, name: str) -> Optional[torch.Tensor]:
    """An attribute that is a tensor, not a parameter."""
    try:
        value = getattr(module, name, None)
    except Exception:  # a property may refuse
        return None
    return value if isinstance(value, torch.Tensor) and not isinstance(value, nn.Parameter) else None


def _role(name: str) -> str:
    low = name.lower()
    return "membrane" if low in MEMBRANES else "current" if low in CURRENTS else name


def _is_torch(module: nn.Module) -> bool:
    return type(module).__module__.split(".")[0] == "torch" or isinstance(module, PASSING)


class _Output:
    """What a module returned, taken apart: the output itself, other outputs, states."""

    def __init__(self, module: nn.Module, value: Any, is_leaf: bool):
        self.main: Optional[torch.Tensor] = None
        self.slots: Dict[str, torch.Tensor] = {}  # "membrane", "current", "output.1", ...
        self.states: List[torch.Tensor] = []
        self._module = module
        self._is_leaf = is_leaf
        self._take(value)

    def _take(self, value: Any) -> None:
        if isinstance(value, torch.Tensor):
            self.main = value
            return
        named = _fields(value)
        parts = list(named.items()) if named else [("", item) for item in value] \
            if isinstance(value, (tuple, list)) else []
        extras: List[torch.Tensor] = []
        for name, item in parts:
            inner = _fields(item)
            if self.main is None:
                self.main = next(iter(_tensors(item)), None)
            elif isinstance(item, torch.Tensor) and name:
                self.slots[name] = item
            elif isinstance(item, torch.Tensor):
                extras.append(item)
            elif inner and self._is_leaf:
                for field, tensor in inner.items():
                    self.states.append(tensor)
                    if tensor is not self.main and field not in ("z", "spike", "spk"):
                        self._add(_role(field), tensor)
        self._name(extras)

    def _name(self, extras: List[torch.Tensor]) -> None:
        if not extras or self.main is None:
            return
        alike = all(extra.shape == self.main.shape for extra in extras)
        hinted = self._is_leaf and any(hasattr(self._module, hint) for hint in NEURON_HINTS)
        if alike and not _is_torch(self._module) and (hinted or _looks_binary(self.main)):
            for extra in extras[:-1]:
                self._add("current", extra)
            self._add("membrane", extras[-1])
            self.states.extend(extras)
        elif isinstance(self._module, nn.MultiheadAttention):
            self.slots["attention"] = extras[0]
        else:
            for number, extra in enumerate(extras, 1):
                self.slots[f"output.{number}"] = extra

    def _add(self, role: str, tensor: torch.Tensor) -> None:
        name, number = role, 1
        while name in self.slots:
            number += 1
            name = f"{role}.{number}"
        self.slots[name] = tensor

    def look_inside(self) -> None:
        """States that the module keeps to itself."""
        if _is_torch(self._module) or self.main is None:
            return
        stored = getattr(self._module, "recordings", None)
        for role, names in (("membrane", MEMBRANES), ("current", CURRENTS)):
            if role in self.slots:
                continue
            found = [tensor for tensor in (_own(self._module, name) for name in names) if tensor is not None]
            found = [tensor for tensor in found if tensor.dim() > 0]
            self.states.extend(found)
            series = [tensor for tensor in (_own(self._module, name) for name in SEQUENCES[role])
                      if tensor is not None]
            if isinstance(stored, Mapping):
                series += [stored[name] for name in names if isinstance(stored.get(name), torch.Tensor)]
            fitting = [tensor for tensor in series + found if tensor.shape == self.main.shape]
            if fitting:
                self.slots[role] = fitting[0]


def _looks_binary(tensor: torch.Tensor) -> bool:
    if tensor.is_complex() or tensor.device.type == "meta":
        return False
    return bool(((tensor == 0) | (tensor == 1)).all()) and bool((tensor != 0).any())


# --- the flow of tensors ----------------------------------------------------------------------------------------------

class _Flow:
    """Which calls the numbers in a tensor come from. Tags: ("in", name) or (number of a call, is it a state)."""

    def __init__(self):
        self.on = True
        self.exact = TorchDispatchMode is not None and hasattr(TorchDispatchMode, "__enter__")
        self._known: Dict[int, Tuple[Any, frozenset]] = {}

    def tags(self, value: Any) -> frozenset:
        found: frozenset = frozenset()
        for tensor in _tensors(value):
            entry = self._known.get(id(tensor))
            if entry is not None and entry[0]() is tensor and len(found) < MOST_TAGS:
                found = found | entry[1]
        return found

    def tag(self, tensor: torch.Tensor, tags: frozenset) -> None:
        key, known = id(tensor), self._known

        def forget(reference):
            if key in known and known[key][0] is reference:
                del known[key]
        known[key] = (weakref.ref(tensor, forget), tags)

    def mode(self):
        """A context in which tags pass through all operations; does nothing where torch has none."""
        if not self.exact:
            return contextlib.nullcontext()
        flow = self

        class Mode(TorchDispatchMode):
            def __torch_dispatch__(self, func, types, args=(), kwargs=None):
                result = func(*args, **(kwargs or {}))
                if flow.on:
                    flow.through((args, kwargs or {}), result)
                return result
        return Mode()

    def through(self, arguments: Any, result: Any) -> None:
        tags = self.tags(arguments)
        for tensor in _tensors(result):
            if tags or id(tensor) in self._known:
                self.tag(tensor, tags)
                base = tensor._base if tensor._is_view() else None
                if base is not None and id(base) != id(tensor):  # written into a part of it
                    self.tag(base, self.tags(base) | tags)


# --- recording --------------------------------------------------------------------------------------------------------

class _Call:
    """One call of a module."""

    def __init__(self, name: str, number: int, root: int, batch: int):
        self.name, self.number, self.root, self.batch = name, number, root, batch
        self.sources: frozenset = frozenset()  # where its inputs came from
        self.inside: frozenset = frozenset()   # where its output came from, before it was its own
        self.input_shape: Optional[tuple] = None
        self.kept: Dict[str, _Kept] = {}
        self.shape: Optional[tuple] = None     # of the output
        self.state_shapes: List[tuple] = []
        self.is_node = False
        self.inputs: List[str] = []            # of the model: names
        self.before: Optional[int] = None      # the call of a leaf before this one


class Recorder:
    """What record() returns; see there. In the with-block: next_batch(), add(), note()."""

    def __init__(self, model: nn.Module, path: Union[str, os.PathLike], **options: Any):
        self.path = os.fspath(path)
        self.notes: List[str] = []
        self.labels, self.sample_ids = options["labels"], options["sample_ids"]
        self._options = options
        self._root = _unwrapped(model)
        self._wrapped = model
        _check_options(self._root, options, self.path)
        self._modules = _named(self._root)
        self._wanted = _chosen(self._modules, options["modules"])
        self._calls: List[_Call] = []
        self._called: set = set()  # names of modules
        self._open: Dict[str, List[_Call]] = collections.defaultdict(list)
        self._flow = _Flow()
        self._root_calls, self._depth, self._batch, self._bytes = 0, 0, 0, 0
        self._last_leaf: Optional[int] = None
        self._latest: Dict[int, _Kept] = {}
        self._output_tags: frozenset = frozenset()
        self._stack = contextlib.ExitStack()

    # -- the with-block

    def __enter__(self) -> "Recorder":
        with contextlib.ExitStack() as stack:
            stack.callback(setattr, self._flow, "on", False)
            for name, module in self._modules.items():
                self._hook(name, module, stack)
            self._settle(stack)
            stack.enter_context(self._flow.mode())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind, value, trace) -> bool:
        self._stack.__exit__(kind, value, trace)
        if kind is None:
            self._write()
        return False

    def next_batch(self, labels: Any = None, sample_ids: Optional[Sequence[Any]] = None) -> None:
        """From here on, calls are of further samples. Labels and names are those of the samples that follow."""
        if self._calls:
            self._batch += 1
        if labels is not None:
            self.labels = _as_list(self.labels if self._batch else None) + _as_list(labels)
        if sample_ids is not None:
            self.sample_ids = list((self.sample_ids or []) if self._batch else []) + list(sample_ids)

    def add(self, name: str, tensor: torch.Tensor) -> None:
        """Records a tensor that no module gives, as the probe "<name>/output" or, of zeros and ones, "<name>/spikes".
        Called once per step it gets a step axis, like the output of a module."""
        call = self._begin(name)
        self._keep(call, "main", tensor)
        call.shape = tuple(tensor.shape)
        self._calls.append(call)

    def note(self, text: str) -> None:
        """Says something about the run; Inspike shows it."""
        self.notes.append(str(text))

    # -- hooks

    def _hook(self, name: str, module: nn.Module, stack: contextlib.ExitStack) -> None:
        def before(_module, args, kwargs=None):
            with self._quiet():
                self._before(name, args, kwargs or {})

        def after(called, _args, output):
            with self._quiet():
                self._after(name, called, output)
        try:
            stack.callback(module.register_forward_pre_hook(before, with_kwargs=True).remove)
        except TypeError:  # before torch 2.0, hooks do not see named arguments
            stack.callback(module.register_forward_pre_hook(before).remove)
            if name == "":
                self._catch_names(module, stack)
        stack.callback(module.register_forward_hook(after).remove)

    def _catch_names(self, module: nn.Module, stack: contextlib.ExitStack) -> None:
        """The named arguments of the whole model, where hooks do not show them."""
        forward = module.forward

        def caught(*args, **kwargs):
            if kwargs and self._open[""]:
                with self._quiet():
                    self._keep_inputs(self._open[""][-1], args, kwargs)
            return forward(*args, **kwargs)
        own = "forward" in module.__dict__
        module.__dict__["forward"] = caught
        stack.callback(lambda: module.__dict__.__setitem__("forward", forward) if own
                       else module.__dict__.pop("forward", None))

    @contextlib.contextmanager
    def _quiet(self):
        on, self._flow.on = self._flow.on, False
        try:
            with torch.no_grad():
                yield
        finally:
            self._flow.on = on and not (self._depth == 0 and self._root_calls >= 2)

    def _settle(self, stack: contextlib.ExitStack) -> None:
        """Wrappers run plainly, and nodes keep the steps of their states, until the end of the with-block."""
        fast = getattr(torch.backends, "mha", None)  # transformers that skip their own layers
        if hasattr(fast, "set_fastpath_enabled") and fast.get_fastpath_enabled():
            stack.callback(fast.set_fastpath_enabled, True)
            fast.set_fastpath_enabled(False)
        for module in self._wrapped.modules():
            devices = getattr(module, "device_ids", None)
            if type(module).__name__ == "DataParallel" and devices and len(devices) > 1:
                stack.callback(setattr, module, "device_ids", devices)
                module.device_ids = devices[:1]
                self.note("DataParallel ran on one device while it was recorded")
            if "_orig_mod" in module._modules and "forward" in module.__dict__:
                stack.callback(module.__dict__.__setitem__, "forward", module.__dict__["forward"])
                module.__dict__["forward"] = module._modules["_orig_mod"].__call__
                self.note("a compiled module ran uncompiled while it was recorded")
            for switch in RECORD_SWITCHES if self._options["states"] else ():
                if getattr(module, switch, None) is False and getattr(module, "step_mode", "m") == "m":
                    with contextlib.suppress(Exception):
                        setattr(module, switch, True)
                        stack.callback(setattr, module, switch, False)

    def _begin(self, name: str) -> _Call:
        return _Call(name, len(self._calls), self._root_calls - 1 if self._depth else -1, self._batch)

    def _before(self, name: str, args: tuple, kwargs: Mapping[str, Any]) -> None:
        if name == "" and not self._open[""]:
            self._root_calls += 1
            self._depth = 1
        self._called.add(name)
        call = self._begin(name)
        self._open[name].append(call)
        if name == "":
            self._keep_inputs(call, args, kwargs)
        first = next(iter(_tensors((args, kwargs))), None)
        call.input_shape = None if first is None else tuple(first.shape)
        call.sources = self._sources(self._modules.get(name), list(args) + list(kwargs.values()))
        call.before = self._last_leaf

    def _sources(self, module: Optional[nn.Module], values: List[Any]) -> frozenset:
        """Spikes that come back within a state are input only where weights wait for them."""
        recurrent = module is not None and any("rec" in name for name, _ in module.named_parameters())
        found: frozenset = frozenset()
        for value in values:
            tags = self._flow.tags(value)
            if _fields(value) and not recurrent:
                tags = frozenset(tag if tag[0] == "in" else (tag[0], True) for tag in tags)
            found = found | tags
        return found

    def _keep_inputs(self, call: _Call, args: tuple, kwargs: Mapping[str, Any]) -> None:
        for name, value in _arguments(self._root, args, kwargs):
            for number, tensor in enumerate(_tensors(value)):
                slot = "in:" + name + (f".{number + 1}" if number else "")
                if any(tag[0] != "in" for tag in self._flow.tags(tensor)):
                    continue  # what the model gave before: a state
                self._flow.tag(tensor, frozenset({("in", slot[3:])}))
                call.inputs.append(slot[3:])
                if self._options["inputs"]:
                    self._keep(call, slot, tensor)

    def _after(self, name: str, module: nn.Module, output: Any) -> None:
        if not self._open[name]:
            return
        call = self._open[name].pop()
        is_leaf = len(self._calls) == call.number  # nothing inside of it was called
        result = _Output(module, output, is_leaf or not _is_torch(module) and name != "")
        if name == "" and not self._open[""]:
            self._depth = 0
        if result.main is None:
            self.notes.append(f"{name or 'the model'} gave no tensor but {type(output).__name__}, which was left out")
            return
        if name:
            result.look_inside()
        call.shape = tuple(result.main.shape)
        call.state_shapes = [tuple(state.shape) for state in result.states]
        call.inside = self._flow.tags(result.main)
        call.number = len(self._calls)
        self._calls.append(call)
        if name in self._wanted:
            self._keep(call, "main", result.main)
            if self._options["states"] or name == "":
                for slot, tensor in result.slots.items():
                    self._keep(call, slot, tensor)
        self._take_over(call, module, is_leaf, result)

    def _take_over(self, call: _Call, module: nn.Module, is_leaf: bool, result: _Output) -> None:
        """Layers, unlike containers, own what they give."""
        if call.name == "":
            self._output_tags |= call.inside
            if not is_leaf:
                return
        kept = call.kept.get("main")
        fresh = kept is not None and kept.alive is not None and kept.alive[2] == call.number
        makes_spikes = fresh and kept.binary and kept.ones > 0 and not _is_torch(module)
        call.is_node = is_leaf or bool(result.states) or makes_spikes
        if not call.is_node:
            return
        self._flow.tag(result.main, frozenset({(call.number, False)}))
        for state in result.states + list(result.slots.values()):
            if state is not result.main:
                self._flow.tag(state, frozenset({(call.number, True)}))
        self._last_leaf = call.number

    def _keep(self, call: _Call, slot: str, tensor: torch.Tensor) -> None:
        version = _version(tensor)
        old = self._latest.get(id(tensor))
        if old is not None and version is not None and old.alive[0]() is tensor and old.alive[1] == version:
            call.kept[slot] = old  # the same numbers; kept once
            return
        array = _numpy(tensor)
        if array is None:
            self.notes.append(f"{call.name or 'the model'}: {slot} is of {tensor.dtype} on {tensor.device} and was "
                              "left out")
            return
        kept = _Kept(array)
        kept.alive = (weakref.ref(tensor), version, call.number)
        self._latest[id(tensor)] = kept
        call.kept[slot] = kept
        self._bytes += kept.data.nbytes
        if self._bytes > self._options["max_bytes"]:
            raise ExportError(self._too_large())

    def _too_large(self) -> str:
        sizes: Dict[str, int] = collections.Counter()
        for call in self._calls:
            for kept in set(call.kept.values()):
                sizes[call.name or "the model"] += kept.data.nbytes
        most = ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in collections.Counter(sizes).most_common(3))
        return (f"recording takes more than max_bytes = {self._options['max_bytes'] / 1e6:.0f} MB after "
                f"{self._root_calls} calls of the model; the most: {most}. Record fewer samples or steps, fewer "
                "modules (modules=...), no membranes (states=False), or raise max_bytes")

    # -- at the end

    def _write(self) -> None:
        if not self._calls:
            raise ExportError("no module was called in the with-block, so there is nothing to write; call the model "
                              "itself (model(x), not model.forward(x))")
        _RunWriter(self).write()
        self._calls, self._latest = [], {}


def _version(tensor: torch.Tensor) -> Optional[int]:
    try:
        return tensor._version
    except RuntimeError:  # tensors of inference mode do not count
        return None


def _as_list(value: Any) -> list:
    if value is None:
        return []
    return value.tolist() if hasattr(value, "tolist") else list(value)


def _unwrapped(model: nn.Module) -> nn.Module:
    while type(model).__name__ in WRAPPERS and WRAPPERS[type(model).__name__] in model._modules \
            or "_orig_mod" in getattr(model, "_modules", {}):
        model = model._modules.get("_orig_mod") or model._modules[WRAPPERS[type(model).__name__]]
    return model


def _named(root: nn.Module) -> Dict[str, nn.Module]:
    """All modules by their names, without the names of wrappers; a module of two names has the first one."""
    found: Dict[str, nn.Module] = {}
    seen = set()

    def walk(module, name):
        module = _unwrapped(module)
        if id(module) in seen or isinstance(module, torch.jit.ScriptModule):
            return
        seen.add(id(module))
        found[name] = module
        for child, inner in module._modules.items():
            if inner is not None:
                walk(inner, f"{name}.{child}" if name else child)
    walk(root, "")
    return found


def _chosen(modules: Mapping[str, nn.Module], globs: Union[None, str, Iterable[str]]) -> set:
    if globs is None:
        return set(modules)
    wanted = {""}
    for glob in [globs] if isinstance(globs, str) else list(globs):
        matching = [name for name in modules if name and
                    (fnmatch.fnmatchcase(name, glob) or fnmatch.fnmatchcase(name.replace(".", "/"), glob))]
        if not matching:
            names = ", ".join([name for name in modules if name][:20]) + ("..." if len(modules) > 21 else "")
            raise ExportError(f"modules: nothing is called {glob!r}; there are {names}")
        wanted.update(matching)
    return wanted


def _arguments(root: nn.Module, args: tuple, kwargs: Mapping[str, Any]) -> List[Tuple[str, Any]]:
    try:
        names = [name for name, parameter in inspect.signature(type(root).forward).parameters.items()
                 if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)][1:]
    except (TypeError, ValueError):
        names = []
    names += [f"input.{number + 1}" for number in range(len(names), len(args))]
    return list(zip(names, args)) + list(kwargs.items())


def _check_options(root: nn.Module, options: Mapping[str, Any], path: str) -> None:
    if not isinstance(root, nn.Module):
        raise ExportError(f"{type(root).__name__} is no torch.nn.Module")
    if isinstance(root, torch.jit.ScriptModule):
        raise ExportError("a scripted module cannot be watched from Python; save it with model.save('model.pt') and "
                          "open that file, which shows every submodule")
    if options["calls"] not in ("auto", "steps", "samples"):
        raise ExportError(f"calls: {options['calls']!r} is not one of 'auto', 'steps', 'samples'")
    if options["time_axis"] not in (None, 0, 1):
        raise ExportError("time_axis: 0 or 1; for merged dimensions say layout='(TB)' and steps=...")
    if options["layout"] is not None and options["layout"] not in LAYOUTS:
        raise ExportError(f"layout: {options['layout']!r} is not one of {', '.join(map(repr, LAYOUTS))}")
    if options["layout"] in ("(TB)", "(BT)") and not options["steps"]:
        raise ExportError("layout: merged dimensions need the number of steps, steps=...")
    if options["step_ms"] is not None and not options["step_ms"] >= 0.001:
        raise ExportError(f"step_ms: {options['step_ms']} is not a duration of at least 0.001 ms")
    _check_target(path, options["overwrite"])


def _check_target(path: Union[str, os.PathLike], overwrite: bool) -> None:
    if os.path.isdir(path):
        raise ExportError(f"{path} is a folder")
    if os.path.exists(path) and not overwrite:
        raise ExportError(f"{path} exists; say overwrite=True to replace it")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise ExportError(f"there is no folder {folder}")


@contextlib.contextmanager
def _new_file(path: Union[str, os.PathLike], kind: str, overwrite: bool):
    """A file that gets its name only when it is whole. The same content gives the same bytes."""
    _check_target(path, overwrite)
    handle, temporary = tempfile.mkstemp(prefix=".inspike-", suffix=".h5", dir=os.path.dirname(os.path.abspath(path)))
    os.close(handle)
    try:
        with h5py.File(temporary, "w") as file:
            file.attrs["inspike_kind"] = kind
            file.attrs["inspike_version"] = np.int64(1)
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        _check_target(path, overwrite)
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _put(file: h5py.File, path: str, array: Any) -> h5py.Dataset:
    array = np.asarray(array)
    packed = {"compression": "gzip", "compression_opts": 4, "shuffle": True} if array.nbytes > 4096 else {}
    return file.create_dataset(path, data=array, track_times=False, **packed)


def _put_texts(file: h5py.File, path: str, texts: Sequence[str]) -> None:
    file.create_dataset(path, data=np.array([str(text) for text in texts], dtype=object),
                        dtype=h5py.string_dtype("utf-8"), track_times=False)


# --- steps and samples ------------------------------------------------------------------------------------------------

class _Frame:
    """How many steps and samples the calls of one batch have, and which dimensions of a tensor they are."""

    def __init__(self, recorder: Recorder, calls: List[_Call]):
        options = recorder._options
        self._modules, self.notes = recorder._modules, []
        self._calls = calls
        self._by_number = {call.number: call for call in recorder._calls}
        self.explicit = options["layout"] if options["layout"] is not None else \
            {None: None, 0: "TB", 1: "BT"}[options["time_axis"]]
        self.counts = collections.Counter(call.name for call in calls)
        self.loops = self._loops()
        self.batched = self._is_batched()
        self.hint, self.steps, self.samples = self._inside(options["steps"])
        if self.loops > 1:
            self.steps = self.loops
        elif self.steps is None and any(call.state_shapes for call in calls):
            self.steps = 1
        if self.samples is None:
            self.samples = self._samples()

    def in_loop(self, name: str) -> bool:
        """Called in every step; less often is before or after the steps."""
        return self.loops > 1 and self.counts[name] >= self.loops

    def _loops(self) -> int:
        """How often the layers were called."""
        layers = {call.name for call in self._calls if call.is_node} or {call.name for call in self._calls}
        neurons = {call.name for call in self._calls if call.state_shapes}
        usual, steps = self._usual(layers), self._usual(neurons or layers)
        return usual if usual > 1 and steps % usual == 0 else steps  # a neuron may be used twice in a step

    def _usual(self, names: set) -> int:
        count, often = max(collections.Counter(self.counts[name] for name in names).items(),
                           key=lambda pair: (pair[1], pair[0]))
        return count if 2 * often >= len(names) else 1

    def _is_batched(self) -> bool:
        if self.explicit is not None:
            return "B" in self.explicit
        for call in self._calls:
            module = self._modules.get(call.name)
            for kind, dimensions in SPATIAL.items():
                if isinstance(module, kind) and call.input_shape is not None and len(call.input_shape) == dimensions:
                    return False
        first = self._calls[0]
        return first.input_shape is None or len(first.input_shape) > 1 or not first.shape or len(first.shape) > 1

    def _inside(self, steps: Optional[int]) -> Tuple[Optional[str], Optional[int], Optional[int]]:
        """Layout, steps and samples, as far as tensors tell."""
        if self.explicit is not None:
            return self._told(steps)
        if self.loops > 1:
            return None, None, None
        single = None
        for call in self._calls:
            for layout, count, samples in self._evidence(call):
                if count is not None:
                    return layout, count, samples
                single = single or (layout, None, samples)
        return single or (None, None, None)

    def _told(self, steps: Optional[int]) -> Tuple[Optional[str], Optional[int], Optional[int]]:
        root = [call for call in self._calls if call.name == ""]
        inputs = [kept.shape for call in root for slot, kept in call.kept.items() if slot.startswith("in:")]
        shape = next((shape for shape in inputs + [call.input_shape or () for call in self._calls] if shape), ())
        layout = self.explicit
        if len(shape) < len(layout.strip("()")) - (layout[:1] == "("):
            raise ExportError(f"layout {layout}: the input has the shape {list(shape)}")
        if layout in ("TB", "BT"):
            return layout, shape[layout.index("T")], shape[layout.index("B")]
        if layout in ("(TB)", "(BT)"):
            if shape[0] % steps:
                raise ExportError(f"layout {layout}: {shape[0]} rows are not a multiple of {steps} steps")
            return layout, steps, shape[0] // steps
        return layout, shape[0] if layout == "T" else None, shape[0] if layout == "B" else None

    def _evidence(self, call: _Call) -> Iterable[Tuple[str, Optional[int], Optional[int]]]:
        module, out = self._modules.get(call.name), call.shape
        library = type(module).__module__.split(".")[0]
        if isinstance(module, nn.RNNBase) and len(out) == 3:
            yield ("BT", out[1], out[0]) if module.batch_first else ("TB", out[0], out[1])
        several = getattr(module, "step_mode", "") == "m" or type(module).__name__.startswith("MultiStep")
        if several and call.state_shapes and len(out) > 1:
            yield "TB", out[0], out[1]
        for state in call.state_shapes:
            first, second = out[1:] == state, len(out) > 1 and out[:1] + out[2:] == state
            if out == state:
                yield "B", None, out[0]
            elif first and second and library != "sinabs":
                self.notes.append(f"{out[0]} steps and {out[0]} samples: taken as [step, sample]; say time_axis=1 if "
                                  "they are the other way round")
                yield "TB", out[0], out[1]
            elif second or first:
                yield ("BT", out[1], out[0]) if second else ("TB", out[0], out[1])
            elif len(out) == len(state) and out[1:] == state[1:] and out[0] > state[0] > 0 and out[0] % state[0] == 0:
                batch_first = hasattr(module, "num_timesteps") or library == "sinabs"
                yield "(BT)" if batch_first else "(TB)", out[0] // state[0], state[0]

    def _samples(self) -> Optional[int]:
        if not self.batched:
            return 1
        for wanted in (lambda call: call.is_node and self.in_loop(call.name), lambda call: call.name == "",
                       lambda call: True):
            sizes = collections.Counter(call.shape[0] for call in self._calls if call.shape and wanted(call))
            if sizes:
                return sizes.most_common(1)[0][0]
        return None

    def layout(self, name: str, shape: tuple, near: Sequence[tuple] = ()) -> str:
        """Of a tensor that the module gave or got; "?" = nothing known. `near`: what layers beside it have."""
        if self.in_loop(name) and (self.explicit is None or "T" not in self.explicit):
            return ("B" if shape and shape[0] == self.samples else "?") if self.batched else ""
        steps, samples = self.steps or 1, self.samples
        fits = {"TB": len(shape) > 1 and shape[:2] == (steps, samples), "T": shape[:1] == (steps,) and steps > 1,
                "BT": len(shape) > 1 and shape[:2] == (samples, steps), "B": shape[:1] == (samples,), "": True,
                "(TB)": samples is not None and shape[:1] == (steps * samples,)}
        fits["(BT)"] = fits["(TB)"]
        if not self.batched:
            order = ["T", ""] if self.explicit is None or "T" in self.explicit else [""]
        elif self.hint is not None:
            turned = "BT" if "BT" in self.hint else "TB"
            order = [self.hint] + ([turned, f"({turned})"] if len(self.hint) > 1 else []) + ["B"]
        else:
            order = self._beside(shape, near) + (["TB"] if steps != samples and steps > 1 else []) + ["B", "(TB)"]
        return next((layout for layout in order if fits[layout]), "?")

    def _beside(self, shape: tuple, near: Sequence[tuple]) -> List[str]:
        """Compares a tensor with those of single steps that it was made of or from."""
        for one in near:
            if one == shape:
                return ["B"]
            if shape[1:] == one or shape[:1] + shape[2:] == one:
                return ["TB"] if shape[1:] == one else ["BT"]
            if len(one) and np.prod(one) == np.prod(shape):
                return ["B"]
            if len(one) and np.prod(one) * (self.steps or 1) == np.prod(shape):
                return ["TB", "BT"]
        return []


def _ordered(array: np.ndarray, layout: str, frame: _Frame) -> np.ndarray:
    """As [step, sample, ...]; [step, ...] where nothing is known of samples."""
    if layout == "":
        return array[None, None]
    if layout in ("B", "?"):
        return array[None]
    if layout == "T":
        return array[:, None]
    if layout == "(TB)":
        return array.reshape((frame.steps, -1) + array.shape[1:])
    if layout == "(BT)":
        array = array.reshape((-1, frame.steps) + array.shape[1:])
    return array.swapaxes(0, 1) if "BT" in layout else array


def _rest(shape: tuple, layout: str) -> tuple:
    """The shape of one sample at one step."""
    return shape[{"": 0, "?": 0, "TB": 2, "BT": 2}.get(layout, 1):]


def _axes(rest: int, is_output: bool) -> List[str]:
    if rest <= 1:
        return ["class" if is_output else "unit"][:rest]
    if rest == 2:
        return ["channel", "unit"]
    return ["feature"] * (rest - 3) + ["channel", "height", "width"]


# --- writing ----------------------------------------------------------------------------------------------------------

class _Track:
    """One use of a module in every step: a layer."""

    def __init__(self, name: str, use: int, root: nn.Module):
        self.name, self.use = name, use
        self.id = name.replace("/", "_").replace(".", "/") + (f".{use + 1}" if use else "")
        if not name:
            self.id = type(root).__name__
        self.parts: List[Tuple[_Frame, List[_Call]]] = []  # per batch, in the order of steps
        self.spiking = False
        self.is_node, self.is_part = False, False  # a layer; what is inside of one
        self.probes: Dict[str, str] = {}  # slot -> id

    def calls(self) -> Iterable[_Call]:
        for _, calls in self.parts:
            yield from calls

    def mains(self) -> List[_Kept]:
        return [call.kept["main"] for call in self.calls() if "main" in call.kept]

    def has_state(self) -> bool:
        return any(call.state_shapes for call in self.calls())


class _Array:
    """A quantity of all batches as [step, sample, ...], either of which may be absent."""

    def __init__(self, values: np.ndarray, has_steps: bool, has_samples: bool):
        self.values, self.has_steps, self.has_samples = values, has_steps, has_samples

    def axes(self, step: str, is_output: bool = False) -> List[str]:
        front = ([step] if self.has_steps else []) + (["sample"] if self.has_samples else [])
        rest = self.values.ndim - len(front)
        return front + (_axes(rest, is_output) if self.has_samples else ["feature"] * rest)

    def per_sample(self) -> np.ndarray:
        """Totals of the samples."""
        axis = 1 if self.has_steps else 0
        return self.values.sum(axis=tuple(i for i in range(self.values.ndim) if i != axis), dtype=np.int64)


class _Values:
    """Writes arrays as Inspike reads them: spikes sparse, axes with the duration of a step."""

    def __init__(self, file: h5py.File, step_ms: Optional[float]):
        self._file, self._step_ms = file, step_ms
        self.step = "step" if step_ms is None else "time"
        self._written: Dict[tuple, str] = {}
        if step_ms is not None:
            file.attrs["step_us"] = np.int64(round(step_ms * 1000))

    def put(self, path: str, array: _Array, kind: str, key: tuple = (), is_output: bool = False) -> None:
        """`key`: where the numbers are from; what is there already is not written twice."""
        axes = array.axes(self.step, is_output)
        if kind == "attention" and array.has_samples:
            front = array.has_steps + 1
            axes = axes[:front] + ["head", "query", "key"][-(array.values.ndim - front):]
        known = (key, kind, tuple(axes), array.values.shape)
        if key and known in self._written:
            self._file[path] = self._file[self._written[known]]  # a container gives what its last layer gives
            return
        self._written[known] = path
        packed = bool(key) and array.values.dtype == np.uint8 and array.values.any()
        self.put_as(path, array.values, axes, kind, packed or kind == "spikes")

    def put_as(self, path: str, values: np.ndarray, axes: Sequence[str], kind: str, sparse: bool) -> None:
        if sparse:
            data = self._file.create_group(path)
            _put(self._file, path + "/index", np.flatnonzero(values).astype(np.uint64))
            data.attrs["shape"] = np.array(values.shape, dtype=np.int64)
        else:
            data = _put(self._file, path, values.astype(np.float32) if values.dtype == np.uint8 else values)
        data.attrs["axes"] = ",".join(axes)
        if "time" in axes and self._step_ms is not None:
            spacing = self._step_ms * 1000
            data.attrs["axes_detail"] = json.dumps([{"origin": 0, "spacing": spacing if axis == "time" else 1}
                                                    for axis in axes])
        data.attrs["kind"] = kind
        data.attrs["title"] = path.split("/", 2)[2]


class _RunWriter:
    def __init__(self, recorder: Recorder):
        self._recorder, self._options = recorder, recorder._options
        self._root = recorder._root
        self._notes = recorder.notes
        self._frames = self._make_frames()
        self._tracks = self._make_tracks()
        self._values: Optional[_Values] = None
        self._ids: set = set()
        self._graph = _GraphMaker(recorder, self._tracks)

    # -- what belongs together

    def _make_frames(self) -> List[_Frame]:
        calls = self._recorder._calls
        if not any(call.batch for call in calls) and self._options["calls"] != "steps":
            if self._options["calls"] == "samples" or self._recorder._root_calls > 1 and self._time_in_calls(calls):
                for call in calls:
                    call.batch = max(call.root, 0)
        groups: Dict[int, List[_Call]] = collections.OrderedDict()
        for call in calls:
            groups.setdefault(call.batch, []).append(call)
        frames = [_Frame(self._recorder, group) for group in groups.values()]
        if len({frame.steps for frame in frames}) > 1:
            counts = ", ".join(str(frame.steps) for frame in frames)
            raise ExportError(f"the batches have different numbers of steps ({counts}); record them into files of "
                              "their own, or say calls='steps' if the calls of the model are steps")
        return frames

    def _time_in_calls(self, calls: List[_Call]) -> bool:
        frame = _Frame(self._recorder, [call for call in calls if call.root == 0] or calls)
        return frame.loops > 1 or (frame.hint is not None and "T" in frame.hint)

    def _make_tracks(self) -> "collections.OrderedDict[Tuple[str, int], _Track]":
        tracks: Dict[Tuple[str, int], _Track] = collections.OrderedDict()
        for frame in self._frames:
            by_name: Dict[str, List[_Call]] = collections.OrderedDict()
            for call in sorted(frame._calls, key=lambda call: call.number):
                by_name.setdefault(call.name, []).append(call)
            for name, calls in by_name.items():
                for use, steps in enumerate(self._uses(name, calls, frame.loops)):
                    track = tracks.setdefault((name, use), _Track(name, use, self._root))
                    track.parts.append((frame, steps))
        whole = len(self._frames)
        for track in tracks.values():
            if len(track.parts) != whole:
                raise ExportError(f"{track.name} was called in {len(track.parts)} of {whole} batches")
            track.is_node = any(call.is_node for call in track.calls())
        self._find_spikes(list(tracks.values()))
        return tracks

    def _uses(self, name: str, calls: List[_Call], steps: int) -> List[List[_Call]]:
        """The calls of each use of a module within a step."""
        count = len(calls)
        if count == 1 or count == steps:
            return [calls]
        if count < steps:
            return [[call] for call in calls]
        if count % steps:
            self._notes.append(f"{name or 'the model'} was called {count} times in {steps} steps; its calls are its "
                               "own steps")
            return [calls]
        uses = count // steps
        shapes = [call.shape for call in calls]
        if shapes != [shapes[i % uses] for i in range(count)] and \
                shapes == [shapes[i // steps * steps] for i in range(count)]:
            return [calls[use * steps:(use + 1) * steps] for use in range(uses)]
        return [calls[use::uses] for use in range(uses)]

    def _find_spikes(self, tracks: List[_Track]) -> None:
        spikes = set()
        for direct in (True, False):
            for track in tracks:
                mains = track.mains()
                if not mains or not all(kept.binary for kept in mains):
                    continue
                module = self._recorder._modules.get(track.name)
                own = not _is_torch(module) if module is not None else True
                made = own and (track.has_state() or any(kept.ones for kept in mains))
                if direct and made and (track.is_node or module is None):
                    track.spiking = True
                    spikes.update(id(kept) for kept in mains)
                elif not direct and not track.spiking:  # containers
                    same = all(id(kept) in spikes for kept in mains) and not isinstance(module, PASSING)
                    track.spiking = same or made

    # -- numbers

    def _stacked(self, track: _Track, slot: str, near: Sequence[tuple] = ()) -> Optional[_Array]:
        label = f"{track.name or 'the model'}: {slot}"
        batches, sampled = [], True
        for frame, calls in track.parts:
            having = [call for call in calls if slot in call.kept]
            if len(having) != len(calls):
                self._notes.append(f"{label} is known in {len(having)} of {len(calls)} calls and was left out")
                return None
            shapes = [call.kept[slot].shape for call in calls]
            if len(set(shapes)) > 1:
                raise ExportError(self._changed(track, shapes))
            layout = frame.layout(track.name, shapes[0], near)
            sampled = sampled and layout != "?"
            parts = [_ordered(call.kept[slot].array(), layout, frame) for call in calls]
            batches.append(parts[0] if len(parts) == 1 else np.concatenate(parts))
        if not sampled and len(batches) > 1:
            self._notes.append(f"{label} has no dimension of samples and was left out, as there are several batches")
            return None
        if len({(array.shape[0],) + array.shape[2:] for array in batches}) > 1:
            shapes = ", ".join(str(list(array.shape)) for array in batches)
            raise ExportError(f"{label} has different shapes [step, sample, ...] in the batches: {shapes}")
        values = batches[0] if len(batches) == 1 else np.concatenate(batches, axis=1)
        steps = self._frames[0].steps
        if values.shape[0] == 1 and (steps is None or steps > 1 or not sampled):
            return _Array(values[0], False, sampled)
        return _Array(values, True, sampled)

    @staticmethod
    def _changed(track: _Track, shapes: Sequence[tuple]) -> str:
        at = next(i for i, shape in enumerate(shapes) if shape != shapes[0])
        return (f"{track.name or 'the model'} has the shape {list(shapes[0])} in call 1 and {list(shapes[at])} in call "
                f"{at + 1}, but its calls are steps of the same samples; say r.next_batch() between batches, or "
                "calls='samples' if each call of the model is one")

    # -- the file

    def write(self) -> None:
        with _new_file(self._recorder.path, "run", self._options["overwrite"]) as file:
            file.create_group("output")
            file.create_group("probe")
            self._values = _Values(file, self._options["step_ms"])
            self._name_probes()
            samples = self._write_values(file)
            _put_labels(file, self._recorder.labels, self._recorder.sample_ids, samples)
            if self._options["weights"]:
                self._write_weights(file)
            _put_texts(file, "graph", [json.dumps(self._graph.graph(), separators=(",", ":"))])
            self._note_silent_modules()
            file.attrs["provenance"] = self._provenance()
            notes = list(dict.fromkeys(self._notes + [note for frame in self._frames for note in frame.notes]))
            if notes:
                _put_texts(file, "notes", notes)
            self._recorder.notes[:] = notes

    def _name_probes(self) -> None:
        """Ids of probes; where one would be a folder of another (a module called "output"), it gets an underscore."""
        wanted: List[Tuple[_Track, str, str]] = []
        for track in self._tracks.values():
            slots = list(dict.fromkeys(slot for call in track.calls() for slot in call.kept
                                       if not slot.startswith("in:")))
            for slot in slots:
                if track.is_part or track.name == "" and not track.is_node:
                    continue
                name = ("spikes" if track.spiking else "output") if slot == "main" else slot
                wanted.append((track, slot, f"{track.id}/{_clean(name)}"))
            if track.spiking and track.is_node and "main" in slots:
                wanted.append((track, "count", f"count/{track.id}"))
        folders = {name[:at] for _, _, name in wanted for at in _slashes(name)}
        for track, slot, name in wanted:
            while name in folders or name in self._ids:
                name += "_"
            self._ids.add(name)
            track.probes[slot] = name

    def _write_values(self, file: h5py.File) -> Optional[int]:
        samples = None
        for track in self._tracks.values():
            has_steps = False
            for slot, name in list(track.probes.items()):
                array = None if slot == "count" else self._stacked(track, slot)
                has_steps = has_steps or slot == "main" and array is not None and array.has_steps
                if array is not None and slot in ("membrane", "current") and has_steps and not array.has_steps:
                    self._notes.append(f"{track.name}: its {slot} is known only after the last step and was left out")
                    array = None
                if array is None:
                    if slot != "count":
                        del track.probes[slot]
                    continue
                kind = self._kind(track, slot)
                self._values.put("/probe/" + name, array, kind, self._key(track, slot))
                if slot == "main" and array.has_samples:
                    samples = samples or array.values.shape[1 if array.has_steps else 0]
                if slot == "main" and "count" in track.probes and array.has_samples:
                    totals = _Array(array.per_sample(), False, True)
                    self._values.put("/probe/" + track.probes["count"], totals, "other")
        root = self._tracks.get(("", 0))
        return self._write_outputs(file, root) or samples if root is not None else samples

    def _write_outputs(self, file: h5py.File, root: _Track) -> Optional[int]:
        near = self._shapes_of(self._recorder._output_tags)
        samples = None
        for slot in dict.fromkeys(slot for call in root.calls() for slot in call.kept):
            if slot.startswith("in:") and slot[3:] not in self._graph.inputs:
                continue
            beside = self._shapes_of([("in", slot[3:])]) if slot.startswith("in:") else near
            array = self._stacked(root, slot, beside)
            if array is None:
                continue
            if array.has_samples:
                samples = samples or array.values.shape[1 if array.has_steps else 0]
            if slot.startswith("in:"):
                data = _put(file, "/input/" + _clean(slot[3:]), array.values)
                data.attrs["axes"] = ",".join(array.axes(self._values.step))
                continue
            name = "output" if slot == "main" else _clean(slot if slot.startswith("output.") else "output." + slot)
            kind = "spikes" if slot == "main" and root.spiking else self._kind(root, slot)
            self._values.put("/output/" + name, array, kind, self._key(root, slot), True)
            if slot == "main":
                self._write_prediction(array, root.spiking)
        return samples

    def _write_prediction(self, array: _Array, spiking: bool) -> None:
        rest = array.values.ndim - array.has_steps - 1
        if not array.has_samples or rest != 1 or array.values.shape[-1] < 2:
            return
        values = array.values.astype(np.float32)
        if array.has_steps:
            values = values.sum(axis=0) if spiking else values.mean(axis=0)
        self._values.put("/output/prediction", _Array(values, False, True), "other", is_output=True)

    def _kind(self, track: _Track, slot: str) -> str:
        if slot == "main":
            return "spikes" if track.spiking else "other"
        base = slot.split(".")[0]
        role = _role(base)
        return role if role in ("membrane", "current", "attention") else "other"

    @staticmethod
    def _key(track: _Track, slot: str) -> tuple:
        return tuple(id(call.kept[slot]) for call in track.calls() if slot in call.kept)

    def _write_weights(self, file: h5py.File) -> None:
        for name, parameter in self._root.named_parameters():
            array = _numpy(parameter)
            if array is None or isinstance(parameter, nn.parameter.UninitializedParameter):
                continue
            name = _bare(name)
            front = ["feature"] if array.ndim == 1 else ["unit", "feature"] if array.ndim == 2 else \
                (["unit", "channel", "height", "width"][:2] + ["width"] if array.ndim == 3 else
                 ["unit", "channel", "height", "width"])
            data = _put(file, "/parameters/" + _clean(name), array)
            data.attrs["axes"] = ",".join(front if len(front) == array.ndim else ["feature"] * array.ndim)

    def _note_silent_modules(self) -> None:
        called = self._recorder._called
        inside = {track.name for track in self._tracks.values() if track.is_node and track.name}
        silent = [name for name, module in self._recorder._modules.items() if name and name not in called
                  and type(module).forward is not nn.Module.forward
                  and not any(name.startswith(node + ".") for node in inside)]
        if silent:
            self._notes.append("never called: " + ", ".join(silent[:50]) + (" ..." if len(silent) > 50 else ""))

    def _provenance(self) -> str:
        kind = type(self._root)
        device = next((str(parameter.device) for parameter in self._root.parameters()), "cpu")
        count = sum(parameter.numel() for parameter in self._root.parameters()
                    if not isinstance(parameter, nn.parameter.UninitializedParameter))
        settings = {"model": f"{kind.__module__}.{kind.__qualname__}", "calls": self._options["calls"],
                    "layout": self._frames[0].explicit or self._frames[0].hint, "steps": self._frames[0].steps,
                    "parameters": count}
        settings.update(_class_names(self._options["class_names"], self._notes))
        return _provenance(kind.__name__, _hash_of(self._root), settings, self._options["seed"], device)

    # -- the graph

    def _shapes_of(self, tags: Iterable[tuple]) -> List[tuple]:
        """Of single steps: what layers gave, or for an input what they took."""
        shapes = []
        for tag in sorted(tags, key=str):
            if tag[0] == "in":
                shapes += [call.input_shape for call in self._recorder._calls if tag in call.sources and call.is_node
                           and call.name and call.input_shape and self._frames[0].in_loop(call.name)][:1]
            else:
                call = self._recorder._calls[tag[0]]
                if self._frames[0].in_loop(call.name):
                    shapes.append(call.shape)
        return shapes


def _put_labels(file: h5py.File, labels: Any, ids: Any, samples: Optional[int]) -> None:
    labels, ids = _as_list(labels), _as_list(ids)
    for name, values in (("labels", labels), ("sample_ids", ids)):
        if values and samples is not None and len(values) != samples:
            raise ExportError(f"{name}: {len(values)} for {samples} samples")
    if labels:
        data = _put(file, "/input/label" if "input/label" not in file else "/input/label_", _whole(labels, "labels"))
        data.attrs["axes"] = "sample"
    if ids:
        _put_texts(file, "sample_ids", ids)


def _class_names(names: Optional[Sequence[str]], notes: List[str]) -> Dict[str, List[str]]:
    texts = [str(name) for name in names] if names is not None else []
    if len(json.dumps(texts)) > MOST_ATTRIBUTE // 2:
        notes.append("the names of the classes are too many for the file and were left out")
        return {}
    return {"class_names": texts} if texts else {}


def _provenance(model: str, digest: str, settings: Mapping[str, Any], seed: int, device: str) -> str:
    versions = {"Python": platform.python_version(), "PyTorch": torch.__version__, "NumPy": np.__version__,
                "h5py": h5py.__version__, "HDF5": h5py.version.hdf5_version}
    # Inspike names itself as the program of what it saves again; the settings stay.
    settings = {**settings, "made_by": {"inspike_export": __version__, **versions}}
    return json.dumps({"program": {"name": "inspike_export", "version": __version__}, "libraries": versions,
                       "model": {"file": model, "sha256": digest}, "recording": {"file": "", "sha256": ""},
                       "system": "pytorch", "settings": settings, "seed": int(seed), "device": device})


def _slashes(name: str) -> List[int]:
    return [at for at, letter in enumerate(name) if letter == "/"]


def _clean(name: str) -> str:
    """A name that HDF5 holds as one link."""
    name = name.replace("/", "_").replace("\0", "_")
    return name if name not in ("", ".", "..") else "_"


def _bare(name: str) -> str:
    """Of a parameter, without the names that wrappers add."""
    return name.replace("_orig_mod.", "")


def _hash_of(module: nn.Module) -> str:
    digest = hashlib.sha256()
    for name, parameter in module.named_parameters():
        array = None if isinstance(parameter, nn.parameter.UninitializedParameter) else _numpy(parameter)
        if array is not None:
            digest.update(name.encode())
            digest.update(array.tobytes())
    return digest.hexdigest()


class _GraphMaker:
    """The layers, what flows between them and how their synapses are laid out."""

    def __init__(self, recorder: Recorder, tracks: Mapping[Tuple[str, int], _Track]):
        self._recorder, self._tracks = recorder, list(tracks.values())
        self._track_of: Dict[int, Tuple[_Track, Optional[int]]] = {}
        for track in self._tracks:
            for frame, calls in track.parts:
                for step, call in enumerate(calls):
                    self._track_of[call.number] = (track, step if len(calls) > 1 else None)
        self._drop_parts()
        self._nodes = [track for track in self._tracks if track.is_node]
        self._taken = {track.id for track in self._nodes}
        self.inputs = {name: name if name not in self._taken else name + "_" for name in self._input_names()}

    def _input_names(self) -> List[str]:
        """What the model was given in every call; in some of them only, it is the start of a state."""
        calls = [call for call in self._recorder._calls if call.name == ""]
        counts = collections.Counter(name for call in calls for name in call.inputs)
        return [name for name in counts if counts[name] == len(calls)]

    def _drop_parts(self) -> None:
        """Surrogate functions and the like inside of a neuron are no layers of their own."""
        for neuron in [track for track in self._tracks if track.is_node and track.name]:
            inside = [track for track in self._tracks if track.name.startswith(neuron.name + ".") and track.is_node]
            if not inside or not (neuron.has_state() or neuron.spiking):
                continue
            bare = [track for track in inside if not track.has_state() and not any(
                True for _ in self._recorder._modules[track.name].parameters())]
            if len(bare) == len(inside) or neuron.spiking:
                for track in bare:
                    track.is_node = False
                    track.is_part = self._recorder._options["modules"] is None

    def graph(self) -> dict:
        inputs = self.inputs
        order = sorted(self._nodes, key=lambda track: next(iter(track.calls())).number)
        nodes = [self._input(name, node) for name, node in inputs.items()] + [self._node(track) for track in order]
        edges: Dict[Tuple[str, str], bool] = {}
        for track in order:
            for call in track.calls():
                for source, recurrent in self._into(track, call, inputs):
                    key = (source, track.id)
                    edges[key] = edges.get(key, True) and recurrent
        root = next((track for track in self._tracks if track.name == "" and track.use == 0), None)
        if root is not None:
            target = "output" if "output" not in self._taken | set(inputs.values()) else "output_"
            nodes.append(self._output(root, target))
            for call in root.calls():
                tags = [(call.number, False)] if root.is_node else self._recorder._output_tags
                if not tags and not self._recorder._flow.exact:
                    earlier = [other for other in self._recorder._calls[:call.number] if other.is_node]
                    tags = [(other.number, False) for other in earlier[-1:]]
                for source, _ in self._resolve(tags, None, inputs, set()):
                    edges[(source, target)] = False
        return {"nodes": nodes, "edges": [{"from": source, "to": target, "recurrent": recurrent}
                                          for (source, target), recurrent in edges.items()]}

    def _into(self, track: _Track, call: _Call, inputs: Mapping[str, str]) -> Iterable[Tuple[str, bool]]:
        prefix = track.name + "."
        inner = any(other.name.startswith(prefix) and track.name for other in self._nodes)
        tags = call.inside if inner and self._recorder._flow.exact else call.sources
        found = list(self._resolve(tags, call, inputs, set()))
        if not found and not self._recorder._flow.exact:  # the order of calls is all that is known
            before = None if call.before is None else self._recorder._calls[call.before]
            if before is not None and before.batch == call.batch and self._order(before) < self._order(call):
                found = list(self._resolve([(call.before, False)], call, inputs, set()))
            else:
                found = [(node, False) for node in inputs.values()]
        return found

    def _order(self, call: _Call) -> int:
        return next(iter(self._track_of[call.number][0].calls())).number

    def _resolve(self, tags: Iterable[tuple], to: Optional[_Call], inputs: Mapping[str, str],
                 seen: set) -> Iterable[Tuple[str, bool]]:
        """(id of a node, is it of the step before), through what is no node."""
        for tag in sorted(tags, key=str):
            if tag in seen:
                continue
            seen.add(tag)
            if tag[0] == "in":
                if tag[1] in inputs:
                    yield inputs[tag[1]], False
                continue
            source = self._recorder._calls[tag[0]]
            track, step = self._track_of[source.number]
            if not track.is_node:
                yield from self._resolve(source.sources, to, inputs, seen)
                continue
            if to is None:
                yield track.id, False
                continue
            target, here = self._track_of[to.number]
            if source.batch != to.batch or target is track and (tag[1] or source is to):
                continue
            older = step is not None and here is not None and step < here
            yield track.id, older or target is track

    def _shape(self, track: _Track, shape: Optional[tuple]) -> List[int]:
        frame = track.parts[0][0]
        return [] if shape is None else list(_rest(shape, frame.layout(track.name, shape)))

    def _input(self, name: str, node: str) -> dict:
        call = next((call for call in self._recorder._calls if "in:" + name in call.kept), None)
        shape: List[int] = []
        if call is not None:
            track, _ = self._track_of[call.number]
            kept = call.kept["in:" + name]
            near = [other.input_shape for other in self._recorder._calls if ("in", name) in other.sources and
                    other.is_node and other.input_shape and track.parts[0][0].in_loop(other.name)][:1]
            shape = list(_rest(kept.shape, track.parts[0][0].layout("", kept.shape, near)))
        return {"id": node, "kind": "Input", "input_shape": shape, "output_shape": shape, "parameters": 0,
                "weights": [], "output": _clean(name) if call is not None else "", "probes": [],
                "spiking": call is not None and call.kept["in:" + name].binary and call.kept["in:" + name].ones > 0}

    def _output(self, root: _Track, node: str) -> dict:
        call = next(iter(root.calls()))
        frame = root.parts[0][0]
        near = [self._recorder._calls[tag[0]].shape for tag in sorted(self._recorder._output_tags, key=str)
                if tag[0] != "in" and frame.in_loop(self._recorder._calls[tag[0]].name)]
        shape = list(_rest(call.shape, frame.layout("", call.shape, near)))
        return {"id": node, "kind": "Output", "input_shape": shape, "output_shape": shape, "parameters": 0,
                "weights": [], "output": "output", "probes": ["output"], "spiking": root.spiking}

    def _node(self, track: _Track) -> dict:
        module = self._recorder._modules.get(track.name)
        call = next(iter(track.calls()))
        inner = tuple(other.name + "." for other in self._nodes if other is not track
                      and other.name.startswith(track.name + "." if track.name else ""))
        own = [(name, parameter) for name, parameter in (module.named_parameters() if module is not None else [])
               if not (track.name + "." + name).startswith(inner)]
        own = [pair for pair in own if not isinstance(pair[1], nn.parameter.UninitializedParameter)]
        front = _clean_parameter(track.name)
        main = track.probes.get("main", "")
        node = {"id": track.id, "kind": type(module).__name__ if module is not None else "Tensor",
                "input_shape": self._shape(track, call.input_shape), "output_shape": self._shape(track, call.shape),
                "parameters": 0 if track.use else sum(parameter.numel() for _, parameter in own),
                "weights": [front + _bare(name) for name, _ in own] if self._recorder._options["weights"] else [],
                "output": main, "probes": list(track.probes.values()),
                "spiking": track.spiking or self._passes_spikes(track, module)}
        synapses = _synapses(module, call.input_shape, call.shape)
        if synapses is not None:
            node["synapses"] = synapses
        return node

    @staticmethod
    def _passes_spikes(track: _Track, module: Optional[nn.Module]) -> bool:
        mains = track.mains()
        return isinstance(module, PASSING) and bool(mains) and all(kept.binary for kept in mains) \
            and any(kept.ones for kept in mains)


def _clean_parameter(name: str) -> str:
    return name.replace("/", "_") + "." if name else ""


def _pair(value: Any, count: int) -> List[int]:
    """[y, x] of a setting that is a number or one per dimension."""
    values = [int(item) for item in value] if isinstance(value, (tuple, list)) else [int(value)] * count
    return values


def _synapses(module: Optional[nn.Module], taken: Optional[tuple], given: Optional[tuple]) -> Optional[dict]:
    """As Inspike counts operations: dense, convolution, window or each; None for what is none of these."""
    bias = getattr(module, "bias", None) is not None and getattr(module, "bias", None) is not False
    if isinstance(module, nn.Linear):
        return {"kind": "dense", "bias": bias}
    norms = (nn.modules.batchnorm._BatchNorm, nn.LayerNorm, nn.GroupNorm)
    if isinstance(module, norms):
        return {"kind": "each", "bias": bias}
    if isinstance(module, (nn.Conv1d, nn.Conv2d)):
        kind, count = "convolution", len(module.kernel_size)
        dilation, padding = _pair(module.dilation, count), module.padding
        kernel, stride = _pair(module.kernel_size, count), _pair(module.stride, count)
        if isinstance(padding, str):
            total = [d * (k - 1) if padding == "same" else 0 for d, k in zip(dilation, kernel)]
            before, after = [t // 2 for t in total], [t - t // 2 for t in total]
        else:
            before = after = _pair(padding, count)
    elif isinstance(module, (nn.MaxPool1d, nn.MaxPool2d, nn.AvgPool1d, nn.AvgPool2d)):
        kind, count = "window", 1 if isinstance(module, (nn.MaxPool1d, nn.AvgPool1d)) else 2
        kernel, stride = _pair(module.kernel_size, count), _pair(module.stride, count)
        before = after = _pair(module.padding, count)
        dilation = _pair(getattr(module, "dilation", 1), count)
    elif isinstance(module, (nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d)) and taken and given:
        kind, dilation, before, after = "window", [1, 1], [0, 0], [0, 0]
        kernel = [max(1, -(-a // max(1, b))) for a, b in zip(taken[-2:], given[-2:])]
        stride = [max(1, a // max(1, b)) for a, b in zip(taken[-2:], given[-2:])]
    else:
        return None

    def both(values, filler):
        return ([filler] + values)[-2:]
    return {"kind": kind, "bias": bias, "kernel": both(kernel, 1), "stride": both(stride, 1),
            "padding_before": both(before, 0), "padding_after": both(after, 0), "dilation": both(dilation, 1),
            "groups": int(getattr(module, "groups", 1))}


# --- activations that exist already -----------------------------------------------------------------------------------

def save_run(path: Union[str, os.PathLike], values: Mapping[str, Any], *, layout: str = "TB",
             outputs: Optional[Mapping[str, Any]] = None, inputs: Optional[Mapping[str, Any]] = None,
             step_ms: Optional[float] = None, labels: Any = None, class_names: Optional[Sequence[str]] = None,
             sample_ids: Optional[Sequence[Any]] = None, title: str = "", overwrite: bool = False) -> None:
    """Writes arrays that were recorded in another way as a run, such as those of an NPZ file.

    values   {"lif1/spikes": array, "lif1/membrane": array, "fc1": array...}. The last part of a name says what it is
             (spikes, membrane or another name of a state, current, attention, embedding); without such a part, zeros
             and ones become "<name>/spikes" and all else "<name>/output". (array, "step,sample,unit") names the axes.
    layout   what the first dimensions are, where axes are not named: "TB", "BT", "T", "B" or ""
    outputs  of the network, e.g. {"output": array}; inputs  what went in, e.g. {"x": array}

    Everything else as for record(). Arrays may be torch tensors.
    """
    if layout not in ("", "B", "T", "TB", "BT"):
        raise ExportError(f"layout: {layout!r} is not one of 'TB', 'BT', 'T', 'B', ''")
    if not values and not outputs:
        raise ExportError("a run needs values or outputs")
    with _new_file(path, "run", overwrite) as file:
        notes: List[str] = []
        store = _Values(file, step_ms)
        named = {_probe_name(name, value): value for name, value in values.items()}
        if len(named) < len(values):
            raise ExportError("values: two of them get the same name; " + ", ".join(sorted(values)))
        folders = {name[:at] for name in named for at in _slashes(name)}
        samples = None
        for group, parts in (("probe", named), ("output", outputs or {}), ("input", inputs or {})):
            file.create_group(group)
            for name, value in parts.items():
                if name in folders or any(_clean(part) != part for part in name.split("/")):
                    raise ExportError(f"{group}: {name!r} cannot be a name beside the others")
                array, axes = _arranged(value, layout, name, store.step, group == "output")
                kind = _kind_of(name, array)
                store.put_as(f"/{group}/{name}", array, axes, kind, kind == "spikes" and group != "input")
                samples = samples or (array.shape[axes.index("sample")] if "sample" in axes else None)
        _put_labels(file, labels, sample_ids, samples)
        settings = {"layout": layout, **_class_names(class_names, notes)}
        file.attrs["provenance"] = _provenance(str(title), "", settings, 0, "cpu")
        if notes:
            _put_texts(file, "notes", notes)


def _probe_name(name: str, value: Any) -> str:
    last = _role(name.rsplit("/", 1)[-1])
    if "/" in name and last in ("spikes", "membrane", "current", "attention", "embedding", "output"):
        return name[:name.rindex("/") + 1] + last
    array = _array(value[0] if isinstance(value, tuple) else value, name)
    return name + ("/spikes" if _is_binary(array) and array.any() else "/output")


def _kind_of(name: str, array: np.ndarray) -> str:
    last = _role(name.rsplit("/", 1)[-1])
    if last == "spikes" and not _is_binary(array) and array.size:
        raise ExportError(f"{name}: spikes are 0 or 1, and these are not; call it {name.rsplit('/', 1)[0]}/output")
    return last if last in ("spikes", "membrane", "current", "attention", "embedding") else "other"


def _arranged(value: Any, layout: str, name: str, step: str, is_output: bool) -> Tuple[np.ndarray, List[str]]:
    """The array and its axes; steps first, then samples, unless the axes are named."""
    if isinstance(value, tuple):
        array, axes = _array(value[0], name), [axis.strip() for axis in value[1].split(",")]
        unknown = [axis for axis in axes if axis not in _AXES]
        if unknown or len(axes) != array.ndim:
            raise ExportError(f"{name}: axes {value[1]!r} for the shape {list(array.shape)}; there are "
                              f"{', '.join(_AXES)}")
        return array, axes
    array = _array(value, name)
    if array.ndim < len(layout):
        raise ExportError(f"{name}: layout {layout} for the shape {list(array.shape)}")
    if layout == "BT":
        array = array.swapaxes(0, 1)
    front = ([step] if "T" in layout else []) + (["sample"] if "B" in layout else [])
    return array, front + _axes(array.ndim - len(front), is_output)


# --- recordings -------------------------------------------------------------------------------------------------------

def save_recording(path: Union[str, os.PathLike], *, title: Optional[str] = None, spikes: Any = None,
                   events: Any = None, signals: Any = None, frames: Any = None, tensors: Any = None, labels: Any = None,
                   overwrite: bool = False) -> None:
    """Writes data that Inspike opens as a recording. Each part is one value, or a dictionary {name: value} of several.

    spikes   {"time": ..., "unit": ..., "units": N}, (times, units), or a list with the times of each unit
    events   {"t": ..., "x": ..., "y": ..., "p": ..., "width": W, "height": H}, or an array with the fields t, x, y, p
    signals  {"data": [samples, channels], "rate_hz": R} or (data, rate_hz)
    frames   uint8 [n, height, width] or [n, height, width, colours]; {"data": ..., "time": ...} or (data, times)
    tensors  any shape; {"data": ..., "axes": "time,sample,unit"} or (data, axes)
    labels   class numbers or names, one per sample; {"values": ..., "names": [...], "time": ...}

    Whole numbers are times in us and floating-point numbers are times in s, unless a member "time_unit" says "us",
    "ms" or "s". Times must be sorted; "sort": True sorts them. Everything may be a torch tensor.
    """
    parts = {"spikes": (spikes, _spikes, "time"), "events": (events, _events, "t"),
             "signals": (signals, _signal, "data"), "frames": (frames, _frames, "data"),
             "tensors": (tensors, _tensor, "data"), "labels": (labels, _labels, "values")}
    with _new_file(path, "recording", overwrite) as file:
        file.attrs["title"] = os.path.splitext(os.path.basename(os.fspath(path)))[0] if title is None else str(title)
        if all(value is None for value, _, _ in parts.values()):
            raise ExportError("a recording needs spikes, events, signals, frames, tensors or labels")
        for part, (value, write, member) in parts.items():
            if value is None:
                continue
            named = value if isinstance(value, Mapping) and member not in value else {"main": value}
            for name, stream in named.items():
                if not isinstance(name, str) or _clean(name) != name:
                    raise ExportError(f"{part}: {name!r} cannot be a name")
                write(file, f"/{part}/{name}", stream)


def _array(value: Any, what: str) -> np.ndarray:
    array = _numpy(value) if isinstance(value, torch.Tensor) else np.asarray(value)
    if array is None or array.dtype == object or array.dtype.kind not in "biuf":
        raise ExportError(f"{what}: these are no real numbers")
    return array


def _list(value: Any, what: str) -> np.ndarray:
    array = _array(value, what)
    if array.ndim != 1:
        raise ExportError(f"{what}: a list was expected, not the shape {list(array.shape)}")
    return array


def _whole(value: Any, what: str, low: Optional[int] = None, high: Optional[int] = None) -> np.ndarray:
    array = _list(value, what)
    if array.dtype.kind == "f" and not (np.isfinite(array).all() and (array == np.floor(array)).all()):
        raise ExportError(f"{what}: whole numbers were expected")
    array = array.astype(np.int64)
    for bound, word in ((low, "below"), (high, "above")):
        wrong = np.zeros(0, bool) if bound is None else array < bound if word == "below" else array > bound
        if wrong.any():
            at = int(np.argmax(wrong))
            raise ExportError(f"{what}: {array[at]} at index {at} is {word} {bound}")
    return array


def _members(value: Any, names: Sequence[str], what: str) -> Dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, np.ndarray) and value.dtype.names:
        return {name: value[name] for name in value.dtype.names}
    if isinstance(value, tuple) and len(value) <= len(names):
        return dict(zip(names, value))
    return {names[0]: value}


def _need(members: Mapping[str, Any], name: str, what: str) -> Any:
    if members.get(name) is None:
        raise ExportError(f"{what}: {name} is missing")
    return members[name]


def _times(members: Mapping[str, Any], name: str, what: str) -> Tuple[np.ndarray, str]:
    times = _list(_need(members, name, what), f"{what}: {name}")
    unit = members.get("time_unit") or ("s" if times.dtype.kind == "f" else "us")
    if unit not in ("us", "ms", "s"):
        raise ExportError(f"{what}: the time unit {unit!r} is not one of 'us', 'ms', 's'")
    if not np.isfinite(times).all():
        raise ExportError(f"{what}: {name} holds a value that is not finite")
    if times.dtype.kind == "f" or unit != "us":
        return times.astype(np.float64), unit
    return times.astype(np.int64), unit


def _sorting(times: np.ndarray, members: Mapping[str, Any], what: str) -> np.ndarray:
    falling = np.flatnonzero(times[1:] < times[:-1])
    if falling.size and not members.get("sort"):
        at = int(falling[0]) + 1
        raise ExportError(f"{what}: times are not sorted ({times[at]} at index {at} comes after {times[at - 1]}); "
                          "sort them, or say \"sort\": True")
    return np.argsort(times, kind="stable")


def _same_length(what: str, **columns: np.ndarray) -> None:
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ExportError(f"{what}: lengths differ: " + ", ".join(f"{name} {size}" for name, size in lengths.items()))


def _spikes(file: h5py.File, path: str, value: Any) -> None:
    what = path[1:]
    if isinstance(value, list):  # the times of each unit
        trains = [_list(train, f"{what}: unit {number}") for number, train in enumerate(value)]
        joined = np.concatenate(trains) if trains else np.zeros(0, np.int64)
        value = {"time": joined, "unit": np.repeat(np.arange(len(trains)), [len(train) for train in trains]),
                 "units": len(trains), "sort": True}
    members = _members(value, ("time", "unit", "units"), what)
    time, time_unit = _times(members, "time", what)
    unit = _whole(_need(members, "unit", what), f"{what}: unit", 0, 2**32 - 1)
    _same_length(what, time=time, unit=unit)
    units = int(members["units"]) if members.get("units") is not None else int(unit.max()) + 1 if unit.size else 0
    _whole(unit, f"{what}: unit", 0, units - 1)
    order = _sorting(time, members, what)
    file.create_group(path).attrs["units"] = np.int64(units)
    _put(file, path + "/time", time[order]).attrs["unit"] = time_unit
    _put(file, path + "/unit", unit[order].astype(np.uint32))


def _events(file: h5py.File, path: str, value: Any) -> None:
    what = path[1:]
    members = _members(value, ("t", "x", "y", "p", "width", "height"), what)
    time, time_unit = _times(members, "t", what)
    x, y = (_whole(_need(members, name, what), f"{what}: {name}", 0, 65535) for name in "xy")
    p = _whole(_need(members, "p", what), f"{what}: p", -1, 1)
    _same_length(what, t=time, x=x, y=y, p=p)
    size = {}
    for name, places in (("width", x), ("height", y)):
        largest = int(places.max()) + 1 if places.size else 1
        size[name] = largest if members.get(name) is None else int(members[name])
        _whole(places, f"{what}: {'x' if name == 'width' else 'y'}", 0, size[name] - 1)
    order = _sorting(time, members, what)
    group = file.create_group(path)
    for name, number in size.items():
        group.attrs[name] = np.int64(number)
    _put(file, path + "/t", time[order]).attrs["unit"] = time_unit
    for name, column, kind in (("x", x, np.uint16), ("y", y, np.uint16), ("p", np.maximum(p, 0), np.uint8)):
        _put(file, f"{path}/{name}", column[order].astype(kind))


def _signal(file: h5py.File, path: str, value: Any) -> None:
    what = path[1:]
    members = _members(value, ("data", "rate_hz"), what)
    data = _array(_need(members, "data", what), what)
    rate = float(_need(members, "rate_hz", what))
    if data.ndim not in (1, 2) or data.ndim == 2 and data.shape[1] == 0:
        raise ExportError(f"{what}: [samples, channels] was expected, not the shape {list(data.shape)}")
    if not (np.isfinite(rate) and rate > 0):
        raise ExportError(f"{what}: rate_hz is {rate}")
    file.create_group(path).attrs["rate_hz"] = rate
    _put(file, path + "/data", data.reshape(len(data), -1).astype(np.float32))


def _frames(file: h5py.File, path: str, value: Any) -> None:
    what = path[1:]
    members = _members(value, ("data", "time"), what)
    data = _array(_need(members, "data", what), what)
    if data.ndim not in (3, 4) or data.dtype != np.uint8:
        raise ExportError(f"{what}: uint8 [n, height, width] or [n, height, width, colours] was expected, not "
                          f"{data.dtype} {list(data.shape)}; other numbers are tensors")
    file.create_group(path)
    if members.get("time") is not None:
        time, unit = _times(members, "time", what)
        _same_length(what, data=data, time=time)
        order = _sorting(time, members, what)
        data = data[order]
        _put(file, path + "/time", time[order]).attrs["unit"] = unit
    _put(file, path + "/data", data)


_AXES = ("time step sample unit channel height width head query key mode component domain feature class token "
         "layer").split()


def _tensor(file: h5py.File, path: str, value: Any) -> None:
    what = path[1:]
    members = _members(value, ("data", "axes"), what)
    array = _array(_need(members, "data", what), what)
    axes = members.get("axes")
    if axes is not None:
        names = [name.strip() for name in axes.split(",")] if isinstance(axes, str) else list(axes)
        unknown = [name for name in names if name not in _AXES]
        if unknown:
            raise ExportError(f"{what}: no axis is called {unknown[0]!r}; there are {', '.join(_AXES)}")
        if len(names) != array.ndim:
            raise ExportError(f"{what}: {len(names)} axes for the shape {list(array.shape)}")
    data = _put(file, path, array)
    if axes is not None:
        data.attrs["axes"] = ",".join(names)


def _labels(file: h5py.File, path: str, value: Any) -> None:
    what = path[1:]
    members = _members(value, ("values", "names"), what)
    values, names = _need(members, "values", what), members.get("names")
    listed = _as_list(values)
    if listed and all(isinstance(item, str) for item in listed):
        names = sorted(set(listed)) if names is None else list(names)
        strange = [item for item in listed if item not in names]
        if strange:
            raise ExportError(f"{what}: {strange[0]!r} is not among the names")
        values = [names.index(item) for item in listed]
    data = _put(file, path, _whole(values, what))
    if names is not None:
        text = json.dumps([str(name) for name in names], ensure_ascii=False)
        if len(text.encode()) > MOST_ATTRIBUTE:
            raise ExportError(f"{what}: {len(names)} names are too many")
        data.attrs["names"] = text
    if members.get("time") is not None:
        time, unit = _times(members, "time", what)
        _same_length(what, values=data, time=time)
        _put(file, "/label_times/" + path.rsplit("/", 1)[1], time).attrs["unit"] = unit
