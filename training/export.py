"""Make a head's ``model.onnx`` from trained weights: ``python -m training.export WEIGHTS FOLDER``.

The layers in 8 bits as in ``index/minilm/export.py``.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper

from index.minilm.export import LAYERS, MICROSOFT, Graph, embedded, encoded
from training.sums import write_sums

LENGTH = 288  # tokens at most: two texts and three marks


def main() -> None:
    """Write the model and its line in SHA256SUMS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    weights = {name: value.numpy() for name, value in torch.load(options.weights, weights_only=True).items()}
    options.folder.mkdir(parents=True, exist_ok=True)
    onnx.save(exported(weights), options.folder / "model.onnx")
    write_sums(options.folder)


def exported(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """``input_ids``, ``attention_mask``, ``token_type_ids`` (batch, length) int64 → ``logits`` (batch, length, outputs)."""
    graph = Graph({name.removeprefix("encoder."): value for name, value in weights.items()})
    x = embedded(graph, LENGTH, kinds=True)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    for i in range(LAYERS):
        x = encoded(graph, x, mask, f"encoder.layer.{i}")
    product = graph.add("MatMul", x, graph.constant(weights["head.weight"].T))
    graph.nodes.append(helper.make_node("Add", [product, graph.constant(weights["head.bias"])], ["logits"]))
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in names]
    outputs = weights["head.bias"].shape[0]
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", outputs])
    whole = helper.make_graph(graph.nodes, "pair", inputs, [logits], graph.constants)
    sets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(whole, opset_imports=sets, ir_version=10, producer_name="training/export.py")


if __name__ == "__main__":
    main()
