# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of record() in resources/python/inspike_export.py with torch's own numbers; tst_python_export runs them."""
import os
import unittest

import numpy as np
import torch
from torch import nn

import library_nets as nets
from export_case import ExportCase, Run, inspike_export


class LibrariesCase(ExportCase):
    """What each library returns and keeps becomes the same probes."""

    def test_loop_inside_with_returned_membranes(self):
        model, x = nets.LoopNet(), torch.rand(20, 3, 6) * 2
        run = self.record(model, x, step_ms=0.5, class_names=["a", "b", "c", "d"], labels=[0, 1, 2],
                          sample_ids=["p", "q", "r"])
        spikes, membranes = self.output
        self.assertGreater(spikes.sum(), 5)
        self.assertSame(run.arrays["lif2/spikes"], spikes)
        self.assertSame(run.arrays["lif2/membrane"], membranes)
        self.assertSame(run.arrays["output/output"], spikes)
        self.assertSame(run.arrays["output/output.membrane"], membranes)
        self.assertSame(run.arrays["output/prediction"], spikes.sum(0))
        self.assertSame(run.arrays["input/x"], x)
        self.assertSame(run.arrays["fc1/output"], model.fc1(x))
        self.assertSame(run.arrays["count/lif1"], torch.as_tensor(run.arrays["lif1/spikes"].sum((0, 2))))
        self.assertEqual(run.axes["lif1/spikes"], "time,sample,unit")
        self.assertEqual(run.axes["output/prediction"], "sample,class")
        self.assertEqual(run.kinds["lif1/membrane"], "membrane")
        self.assertIn("lif1/spikes", run.sparse)
        self.assertEqual(run.step_us, 500)
        self.assertEqual(run.made["settings"]["class_names"], ["a", "b", "c", "d"])
        self.assertEqual(run.sample_ids, ["p", "q", "r"])
        self.assertEqual(run.arrays["input/label"].tolist(), [0, 1, 2])
        self.assertEqual([node["id"] for node in run.graph["nodes"]], ["x", "fc1", "lif1", "fc2", "lif2", "output"])
        self.assertEqual(run.edges(), {("x", "fc1", False), ("fc1", "lif1", False), ("lif1", "fc2", False),
                                       ("fc2", "lif2", False), ("lif2", "output", False)})
        self.assertEqual(run.node("fc1")["parameters"], 6 * 12 + 12)
        self.assertEqual(run.node("fc1")["synapses"], {"kind": "dense", "bias": True})
        self.assertEqual(run.node("fc1")["input_shape"], [6])
        self.assertEqual(run.node("lif1")["output"], "lif1/spikes")
        self.assertTrue(run.node("lif1")["spiking"])
        self.assertFalse(run.node("fc2")["spiking"])
        self.assertSame(run.arrays["parameters/fc1.weight"], model.fc1.weight)

    def test_loop_outside(self):
        model, x = nn.ModuleDict({"fc": nn.Linear(6, 5), "lif": nets.Synaptic()}), torch.rand(9, 2, 6) * 2
        syn = mem = torch.zeros(2, 5)
        wanted = []
        with torch.no_grad(), inspike_export.record(model, self.path):
            for step in range(9):
                spk, syn, mem = model["lif"](model["fc"](x[step]), syn, mem)
                wanted.append((spk, syn, mem))
        run = Run(self.path)
        for at, probe in enumerate(("lif/spikes", "lif/current", "lif/membrane")):
            self.assertSame(run.arrays[probe], torch.stack([row[at] for row in wanted]))
        self.assertEqual(run.edges(), {("fc", "lif", False)})

    def test_named_states_passed_along(self):
        model = nets.SequentialState(nn.Linear(6, 8), nets.Cell(), nn.Linear(8, 3), nets.Cell())
        x, state, wanted = torch.rand(30, 4, 6) * 2, None, []
        with torch.no_grad(), inspike_export.record(model, self.path):
            for step in range(30):
                spk, state = model(x[step], state)
                wanted.append((spk, state[3].v, state[1].i))
        run = Run(self.path)
        self.assertSame(run.arrays["3/spikes"], torch.stack([row[0] for row in wanted]))
        self.assertSame(run.arrays["3/membrane"], torch.stack([row[1] for row in wanted]))
        self.assertSame(run.arrays["1/current"], torch.stack([row[2] for row in wanted]))
        self.assertEqual([name for name in run.arrays if name.startswith("input/")], ["input/x"])
        self.assertEqual(run.edges(), {("x", "0", False), ("0", "1", False), ("1", "2", False), ("2", "3", False),
                                       ("3", "output", False)})

    def test_layers_over_time_with_a_last_state(self):
        model, x = nets.SequentialState(nn.Linear(6, 8), nets.CellLayer(), nn.Linear(8, 3)), torch.rand(30, 4, 6)
        run = self.record(model, x)
        self.assertSame(run.arrays["output/output"], self.output[0])
        self.assertEqual(run.axes["1/spikes"], "step,sample,unit")
        self.assertSame(run.arrays["output/prediction"], torch.as_tensor(self.output[0].numpy().mean(0)))
        self.assertNotIn("1/membrane", run.arrays)
        self.assertTrue(any("last step" in note for note in run.notes), run.notes)

    def test_nodes_that_know_their_steps(self):
        model, x = nets.MultiStepNet(), torch.rand(7, 2, 2, 8, 6) * 4
        run = self.record(model, x)
        self.assertFalse(model.node1.store_v_seq)
        model.node1.reset()
        model.node1.store_v_seq = True
        with torch.no_grad():
            current = model.conv(x)
            spikes = model.node1(current)
            inside = model.head[2](model.head[1](model.head[0](spikes.flatten(0, 1))))
        self.assertSame(run.arrays["node1/spikes"], spikes)
        self.assertSame(run.arrays["node1/membrane"], model.node1.v_seq)
        self.assertSame(run.arrays["conv/output"], current)
        self.assertSame(run.arrays["head/2/output"], inside.view(7, 2, 5))
        self.assertEqual(run.axes["node1/membrane"], "step,sample,channel,height,width")
        self.assertNotIn("node1/surrogate_function/spikes", run.arrays)
        self.assertEqual(run.node("conv")["input_shape"], [2, 8, 6])
        self.assertEqual(run.node("conv")["synapses"]["padding_before"], [1, 1])
        self.assertEqual(run.node("head/0")["synapses"]["kernel"], [2, 2])
        self.assertIn(("node1", "head/0", False), run.edges())
        self.assertEqual(run.axes["output/output"], "sample,class")

    def test_single_steps_with_a_kept_membrane(self):
        model, x = nn.Sequential(nn.Linear(3, 5), nets.Node()), torch.rand(11, 2, 3) * 4
        wanted = []
        with torch.no_grad(), inspike_export.record(model, self.path):
            for step in range(11):
                wanted.append((model(x[step]), model[1].v.clone()))
        run = Run(self.path)
        self.assertSame(run.arrays["1/spikes"], torch.stack([row[0] for row in wanted]))
        self.assertSame(run.arrays["1/membrane"], torch.stack([row[1] for row in wanted]))

    def test_network_that_repeats_a_picture(self):
        model, x = nets.StepsNet(step=5).eval(), torch.rand(2, 1, 6, 6) * 4
        run = self.record(model, x)
        node = model.feature[2]
        node.n_reset()
        with torch.no_grad():
            rows = [(node(model.feature[:2](x)), node.mem) for _ in range(5)]
        self.assertSame(run.arrays["feature/2/spikes"], torch.stack([row[0] for row in rows]))
        self.assertSame(run.arrays["feature/2/membrane"], torch.stack([row[1] for row in rows]))
        self.assertEqual(run.axes["input/x"], "sample,channel,height,width")
        self.assertSame(run.arrays["output/output"], self.output)
        self.assertTrue(np.array_equal(run.arrays["feature/output"], run.arrays["feature/4/output"]))
        self.assertEqual(run.kinds["feature/4/output"], "other")
        self.assertTrue(run.node("feature/4")["spiking"])

    def test_samples_before_steps(self):
        model = nn.Sequential(nn.Linear(6, 8), nets.BatchFirstLif(), nn.Linear(8, 3), nets.BatchFirstLif())
        x = torch.rand(4, 12, 6) * 3
        run = self.record(model, x)
        self.assertFalse(model[1].record_states)
        self.assertSame(run.arrays["input/input"], x.transpose(0, 1))
        self.assertSame(run.arrays["output/output"], self.output.transpose(0, 1))
        model[1].record_states = True
        with torch.no_grad():
            model(x)
        self.assertSame(run.arrays["1/membrane"], model[1].recordings["v_mem"].transpose(0, 1))

    def test_merged_samples_and_steps(self):
        model = nn.Sequential(nn.Conv2d(2, 3, 3), nets.SqueezedIf(4), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(12, 3))
        x = torch.rand(4 * 12, 2, 6, 6) * 3
        run = self.record(model, x)
        self.assertSame(run.arrays["output/output"], self.output.view(4, 12, 3).transpose(0, 1))
        self.assertEqual(run.arrays["1/spikes"].shape, (12, 4, 3, 4, 4))
        self.assertEqual(run.node("0")["output_shape"], [3, 4, 4])


class NetworkCase(ExportCase):
    """Plain networks, shapes and flows of every kind."""

    def test_plain_network_without_time(self):
        model, x = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3)), torch.randn(5, 4)
        run = self.record(model, x)
        self.assertEqual(run.axes["1/output"], "sample,unit")
        self.assertNotIn("1/output", run.sparse)
        self.assertSame(run.arrays["output/output"], self.output)
        self.assertSame(run.arrays["output/prediction"], self.output)
        self.assertEqual(run.node("1")["kind"], "ReLU")

    def test_calls_are_steps_or_samples(self):
        model, x = nn.Linear(4, 3), torch.randn(6, 2, 4)
        for calls, shape, axes in (("auto", (6, 2, 3), "step,sample,class"), ("samples", (12, 3), "sample,class")):
            with torch.no_grad(), inspike_export.record(model, self.path, calls=calls, overwrite=True):
                wanted = [model(row) for row in x]
            run = Run(self.path)
            self.assertSame(run.arrays["output/output"], torch.stack(wanted).view(shape))
            self.assertEqual(run.axes["output/output"], axes)

    def test_calls_of_networks_with_time_inside_are_samples(self):
        model = nets.LoopNet()
        with torch.no_grad(), inspike_export.record(model, self.path, labels=range(7)):
            wanted = [model(torch.rand(20, size, 6) * 2)[0] for size in (3, 3, 1)]
        run = Run(self.path)
        self.assertSame(run.arrays["lif2/spikes"], torch.cat(wanted, 1))
        self.assertEqual(run.arrays["input/x"].shape, (20, 7, 6))

    def test_batches_marked_by_hand(self):
        model, wanted = nn.Sequential(nn.Linear(3, 5), nets.Node()), []
        with torch.no_grad(), inspike_export.record(model, self.path) as r:
            for size in (2, 3):
                r.next_batch(labels=[size] * size, sample_ids=[f"{size}-{i}" for i in range(size)])
                model[1].reset()
                wanted.append(torch.stack([model(torch.rand(size, 3) * 4) for _ in range(8)]))
        run = Run(self.path)
        self.assertSame(run.arrays["1/spikes"], torch.cat(wanted, 1))
        self.assertEqual(run.arrays["input/label"].tolist(), [2, 2, 3, 3, 3])
        self.assertEqual(run.sample_ids[-1], "3-2")

    def test_time_axis_and_layouts_can_be_said(self):
        x = torch.randn(4, 6, 3)
        for options, shape in (({"time_axis": 0}, (4, 6, 2)), ({"time_axis": 1}, (6, 4, 2)),
                               ({"layout": "B"}, (4, 6, 2)), ({"layout": "TB"}, (4, 6, 2)), ({}, (4, 6, 2))):
            run = self.record(nn.Linear(3, 2), x, overwrite=True, **options)
            self.assertEqual(run.arrays["output/output"].shape, shape, options)
            self.assertEqual("step" in run.axes["output/output"], "layout" not in options and bool(options)
                             or options.get("layout") == "TB", options)
        run = self.record(nn.Linear(3, 2), torch.randn(12, 3), layout="(BT)", steps=4, overwrite=True)
        self.assertSame(run.arrays["output/output"], self.output.view(3, 4, 2).transpose(0, 1))

    def test_equal_numbers_of_steps_and_channels_do_not_confuse(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv, self.lif = nn.Conv2d(3, 3, 3), nets.MemNode()

            def forward(self, x):
                self.lif.n_reset()
                return sum(self.lif(self.conv(x)) for _ in range(3)).flatten(1)[:, :3]
        run = self.record(Net(), torch.rand(3, 3, 5, 5))
        self.assertEqual(run.axes["input/x"], "sample,channel,height,width")
        self.assertEqual(run.axes["output/output"], "sample,class")
        self.assertEqual(run.axes["lif/spikes"], "step,sample,channel,height,width")

    def test_unbatched_input(self):
        model, wanted = nn.Sequential(nn.Linear(3, 5), nets.Node()), []
        with torch.no_grad(), inspike_export.record(model, self.path):
            wanted = [model(torch.rand(3) * 4) for _ in range(8)]
        run = Run(self.path)
        self.assertSame(run.arrays["1/spikes"], torch.stack(wanted)[:, None])
        self.assertEqual(run.axes["1/spikes"], "step,sample,unit")

    def test_functional_operations_carry_the_flow(self):
        class Block(nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b, self.c = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(8, 2)

            def forward(self, x):
                kept = torch.zeros(2, 3, 4)
                kept[0] = torch.relu(self.a(x))
                kept[1] = x + self.b(kept[0])
                return self.c(torch.cat([kept[1], x * 2], 1)).sigmoid()
        run = self.record(nn.Sequential(Block()), torch.randn(3, 4))
        self.assertEqual(run.edges(), {("input", "0/a", False), ("0/a", "0/b", False), ("0/b", "0/c", False),
                                       ("input", "0/c", False), ("0/c", "output", False), ("0/a", "0/c", False)})

    def test_recurrent_layers(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc, self.back, self.lif = nn.Linear(4, 5), nn.Linear(5, 5), nets.Leaky()

            def forward(self, x):
                spk, mem, out = torch.zeros(x.shape[1], 5), self.lif.init_leaky(), []
                for row in x:
                    spk, mem = self.lif(self.fc(row) + self.back(spk), mem)
                    out.append(spk)
                return torch.stack(out)
        run = self.record(Net(), torch.rand(6, 2, 4) * 3)
        self.assertEqual(run.edges(), {("x", "fc", False), ("fc", "lif", False), ("back", "lif", False),
                                       ("lif", "back", True), ("lif", "output", False)})

    def test_shared_modules_become_layers_of_their_own(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.c1, self.c2, self.pool = nn.Conv2d(1, 2, 3), nn.Conv2d(2, 3, 3), nn.MaxPool2d(2)

            def forward(self, x):
                return self.pool(self.c2(self.pool(self.c1(x))))
        run = self.record(Net(), torch.randn(2, 1, 14, 14))
        self.assertEqual(run.arrays["pool/output"].shape, (2, 2, 6, 6))
        self.assertSame(run.arrays["pool.2/output"], self.output)
        self.assertIn(("pool", "c2", False), run.edges())
        self.assertIn(("c2", "pool.2", False), run.edges())

    def test_shared_neurons_keep_their_steps(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc1, self.fc2, self.lif = nn.Linear(4, 4), nn.Linear(4, 4), nets.Leaky()

            def forward(self, x):
                mem1 = mem2 = self.lif.init_leaky()
                kept = []
                for row in x:
                    spk1, mem1 = self.lif(self.fc1(row), mem1)
                    spk2, mem2 = self.lif(self.fc2(spk1), mem2)
                    kept.append(torch.stack([spk1, spk2]))
                return torch.stack(kept)
        run = self.record(Net(), torch.rand(6, 2, 4) * 3)
        self.assertSame(run.arrays["lif/spikes"], self.output[:, 0])
        self.assertSame(run.arrays["lif.2/spikes"], self.output[:, 1])
        self.assertIn(("fc2", "lif.2", False), run.edges())

    def test_without_a_view_of_operations_the_order_of_calls_counts(self):
        self.addCleanup(setattr, inspike_export, "TorchDispatchMode", inspike_export.TorchDispatchMode)
        inspike_export.TorchDispatchMode = None
        run = self.record(nets.LoopNet(), torch.rand(6, 2, 6))
        self.assertEqual(run.edges(), {("x", "fc1", False), ("fc1", "lif1", False), ("lif1", "fc2", False),
                                       ("fc2", "lif2", False), ("lif2", "output", False)})

    def test_neurons_that_hold_layers(self):
        class SpikingLinear(nn.Module):
            def __init__(self, inputs, outputs):
                super().__init__()
                self.fc, self.mem = nn.Linear(inputs, outputs), 0.0

            def forward(self, x):
                self.mem = 0.5 * self.mem + self.fc(x)
                spk = nets.Spike.apply(self.mem - 0.3)
                self.mem = self.mem * (1 - spk)
                return spk
        model = nn.Sequential(SpikingLinear(3, 6), SpikingLinear(6, 4))
        with torch.no_grad(), inspike_export.record(model, self.path):
            for _ in range(5):
                model(torch.rand(2, 3) * 3)
        run = Run(self.path)
        self.assertEqual(run.edges(), {("input", "0/fc", False), ("0/fc", "0", False), ("0", "1/fc", False),
                                       ("1/fc", "1", False), ("1", "output", False)})
        self.assertEqual(run.node("0")["parameters"], 0)
        self.assertEqual(run.node("0/fc")["parameters"], 24)
        self.assertIn("1/membrane", run.arrays)

    def test_attention_and_recurrent_layers_of_torch(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.rnn = nn.LSTM(3, 8, batch_first=True)
                self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

            def forward(self, x):
                y, _ = self.rnn(x)
                return self.attention(y, y, y)[0]
        run = self.record(Net(), torch.randn(2, 5, 3))
        self.assertEqual(run.axes["rnn/output"], "step,sample,unit")
        self.assertEqual(run.kinds["attention/attention"], "attention")
        self.assertIn(("rnn", "attention", False), run.edges())

    def test_names_that_collide_keep_apart(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.a = nn.Module()
                self.a.output, self.a.forward = nn.Linear(2, 2), lambda x: self.a.output(x) * 2
                self.count = nn.Linear(2, 2)

            def forward(self, x):
                return self.count(self.a(x))
        run = self.record(Net(), torch.randn(3, 2))
        self.assertSame(run.arrays["a/output_"], torch.as_tensor(run.arrays["a/output/output"] * 2))

    def test_keyword_arguments_dictionaries_and_odd_outputs(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc, self.odd = nn.Linear(3, 2), nn.Identity()
                self.odd.forward = lambda x: "text"
                self.never = nn.Linear(2, 2)

            def forward(self, *, features, scale=1.0):
                self.odd(features)
                return {"logits": self.fc(features) * scale, "features": features}
        x = torch.randn(4, 3)
        with torch.no_grad(), inspike_export.record(Net(), self.path) as r:
            wanted = r._root(features=x, scale=2.0)
            r.note("made by hand")
        run = Run(self.path)
        self.assertSame(run.arrays["input/features"], x)
        self.assertSame(run.arrays["output/output"], wanted["logits"])
        self.assertSame(run.arrays["output/output.features"], x)
        self.assertTrue(any("odd" in note and "str" in note for note in run.notes), run.notes)
        self.assertIn("never called: never", run.notes)
        self.assertIn("made by hand", run.notes)

    def test_values_that_no_module_gives(self):
        model = nn.Linear(3, 4)
        with torch.no_grad(), inspike_export.record(model, self.path) as r:
            wanted = []
            for _ in range(6):
                spikes = (model(torch.randn(2, 3)) > 0).float()
                r.add("functional", spikes)
                wanted.append(spikes)
        run = Run(self.path)
        self.assertSame(run.arrays["functional/spikes"], torch.stack(wanted))

    def test_half_precision_and_other_types(self):
        x = torch.randn(3, 4)
        model = nn.Linear(4, 2)
        run = self.record(model.to(torch.bfloat16), x.to(torch.bfloat16))
        self.assertSame(run.arrays["output/output"], self.output)
        run = self.record(model.double(), x.double(), overwrite=True)
        self.assertEqual(run.arrays["output/output"].dtype, np.float64)
        self.assertTrue(np.array_equal(run.arrays["output/output"], self.output.numpy()))
        run = self.record(nn.Sequential(nn.Embedding(5, 4)), torch.tensor([[1, 2], [3, 4]]), overwrite=True)
        self.assertEqual(run.arrays["input/input"].tolist(), [[1, 2], [3, 4]])
        run = self.record(nn.Flatten(), x.half(), overwrite=True)  # a CPU does little in half precision
        self.assertSame(run.arrays["output/output"], self.output)

    def test_gradients_inplace_operations_and_inference_mode(self):
        model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True), nn.Linear(4, 2))
        x = torch.randn(3, 4)
        with inspike_export.record(model, self.path):
            out = model(x)
        out.sum().backward()
        self.assertIsNotNone(model[0].weight.grad)
        run = Run(self.path)
        with torch.no_grad():
            self.assertSame(run.arrays["0/output"], nn.functional.linear(x, model[0].weight, model[0].bias))
        self.assertGreaterEqual(run.arrays["1/output"].min(), 0)
        with torch.inference_mode(), inspike_export.record(model, self.path, overwrite=True):
            model(x)
        again = Run(self.path)
        for name, array in run.arrays.items():
            self.assertTrue(np.array_equal(array, again.arrays[name]), name)
        self.assertEqual(again.edges(), run.edges())

    def test_wrapped_models(self):
        inner = nn.Sequential(nn.Linear(3, 2))
        x = torch.randn(4, 3)
        run = self.record(nn.DataParallel(inner), x)
        self.assertSame(run.arrays["0/output"], self.output)

        class OptimizedModule(nn.Module):  # as torch.compile makes them
            def __init__(self, module):
                super().__init__()
                self._orig_mod = module
                self.forward = self.broken

            def broken(self, *_):
                raise AssertionError("compiled code does not call hooks")
        compiled = OptimizedModule(inner)
        run = self.record(compiled, x, overwrite=True)
        self.assertSame(run.arrays["0/output"], self.output)
        self.assertIn("parameters/0.weight", run.arrays)
        with self.assertRaises(AssertionError):
            compiled(x)


class SafetyCase(ExportCase):
    """Nothing is left behind, and refusals say what to do."""

    def hooks(self, model):
        return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules()) + \
            sum("forward" in module.__dict__ for module in model.modules())

    def refused(self, words, model, *inputs, **options):
        with self.assertRaises(inspike_export.ExportError) as caught:
            self.record(model, *inputs, **options)
        for word in [words] if isinstance(words, str) else words:
            self.assertIn(word, str(caught.exception))
        self.assertEqual(self.hooks(model), 0)

    def test_an_exception_leaves_no_file_and_no_hooks(self):
        model = nets.LoopNet()
        with self.assertRaises(RuntimeError):
            with inspike_export.record(model, self.path):
                model(torch.rand(4, 2, 6))
                model(torch.rand(4, 2, 7))
        self.assertNoFiles()
        self.assertEqual(self.hooks(model), 0)
        self.record(model, torch.rand(4, 2, 6))
        self.assertEqual(self.hooks(model), 0)
        self.assertEqual(os.listdir(self.folder), ["run.h5"])

    def test_refusals(self):
        model, x = nn.Linear(3, 2), torch.randn(4, 3)
        self.refused("nothing is called 'lif*'", model, x, modules="lif*")
        self.refused(["max_bytes", "modules="], model, torch.randn(4000, 3), max_bytes=20_000)
        self.refused("3 for 4 samples", model, x, labels=[1, 2, 3])
        self.refused("calls", model, x, calls="both")
        self.refused("steps=", model, x, layout="(TB)")
        self.refused("step_ms", model, x, step_ms=0)
        self.assertNoFiles()
        with self.assertRaisesRegex(inspike_export.ExportError, "no module was called"):
            with inspike_export.record(model, self.path):
                pass
        with self.assertRaisesRegex(inspike_export.ExportError, "scripted"):
            inspike_export.record(torch.jit.script(model), self.path)
        with self.assertRaisesRegex(inspike_export.ExportError, "no folder"):
            inspike_export.record(model, self.folder / "none" / "run.h5")
        self.assertNoFiles()

    def test_existing_files_are_kept(self):
        self.path.write_text("mine")
        self.refused("overwrite=True", nn.Linear(3, 2), torch.randn(4, 3))
        self.assertEqual(self.path.read_text(), "mine")
        self.record(nn.Linear(3, 2), torch.randn(4, 3), overwrite=True)

    def test_shapes_that_change_between_steps(self):
        model = nn.Linear(3, 2)
        words = r"\[4, 2\] in call 1 and \[2, 2\] in call 3.*next_batch"
        with self.assertRaisesRegex(inspike_export.ExportError, words):
            with inspike_export.record(model, self.path):
                for size in (4, 4, 2):
                    model(torch.randn(size, 3))
        self.assertNoFiles()

    def test_chosen_modules_only(self):
        run = self.record(nets.LoopNet(), torch.rand(4, 2, 6), modules=["lif*"], states=False, inputs=False,
                          weights=False)
        self.assertEqual({name for name in run.arrays if not name.startswith("output/")},
                         {"lif1/spikes", "lif2/spikes", "count/lif1", "count/lif2"})
        self.assertEqual(len(run.edges()), 5)
        self.assertEqual(run.node("fc1")["output"], "")

    def test_same_input_gives_the_same_bytes(self):
        model, x = nets.LoopNet(), torch.rand(20, 3, 6)
        written = []
        for name in ("a.h5", "b.h5"):
            with torch.no_grad(), inspike_export.record(model, self.folder / name):
                model(x)
            written.append((self.folder / name).read_bytes())
        self.assertEqual(written[0], written[1])


if __name__ == "__main__":
    unittest.main()
