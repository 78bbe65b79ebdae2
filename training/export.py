"""Make a head's ``model.onnx`` from trained weights: ``python -m training.export WEIGHTS FOLDER``.

Linear layers with weights in 7 bits, one scale per output, and inputs in 8 bits, scaled as they come: 1.8 times as fast
as the blocks of the embedding model (evals/LOG.md). Because inputs of one run share a scale, ``bot.heads.pairs`` runs
every pair by itself; 7 bits, because processors without VNNI add two products of 8 bits in 16 and saturate.

Also writes ``reference.json``: pairs of token ids with the logits of the trained weights, which a test compares.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from transformers import BertConfig, BertModel

from bot.heads.pairs import CLS, SEP, tokenizer
from index.minilm.export import HEADS, LAYERS, MICROSOFT, WIDTH, Graph, embedded, encoded
from training.encoder import TokenScorer, padded
from training.sums import write_sums
from training.tokens import encode

LENGTH = 288  # tokens at most: two texts and three marks
_LARGEST = 63
_REFERENCE = (
    ("Who leads the council?", "The council met on Tuesday. Its chair, Mara Feld, spoke for ten minutes."),
    ("How much did the bridge cost?", "The bridge was opened in 1931. It had cost 4.2 million crowns."),
    ("when does the strike end", "Dockers walked out on Monday. The union will vote on 3 May. No end is in sight."),
    ("Did the company apologise?", "The firm declined to comment on the recall."),
)


class DynamicGraph(Graph):
    """Linear layers whose inputs are quantised with one scale per run."""

    def linear(self, x: str, *names: str, bias: bool = True) -> str:
        """Linear layers side by side."""
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        scale = np.abs(weight).max(axis=0) / _LARGEST
        rounded = np.round(weight / scale).astype(np.int8)
        inputs = [x, self.constant(rounded), self.constant(scale), self.constant(np.zeros_like(rounded[0]))]
        if bias:
            inputs.append(self.constant(np.concatenate([self.weights[f"{name}.bias"] for name in names])))
        return self.add("DynamicQuantizeMatMul", *inputs, domain=MICROSOFT)


def main() -> None:
    """Write the model, its reference and their lines in SHA256SUMS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    weights = torch.load(options.weights, weights_only=True)
    options.folder.mkdir(parents=True, exist_ok=True)
    onnx.save(exported({name: value.numpy() for name, value in weights.items()}), options.folder / "model.onnx")
    reference = json.dumps(_reference(weights)).replace("}, {", "},\n {")
    (options.folder / "reference.json").write_text(reference + "\n", "ascii")
    write_sums(options.folder)


def exported(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The graph: ``input_ids``, ``attention_mask`` and ``token_type_ids`` → ``logits``.

    The inputs are (batch, length) int64, the output (batch, length, outputs) float32.
    """
    graph = DynamicGraph({name.removeprefix("encoder."): value for name, value in weights.items()})
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


def _reference(weights: dict[str, torch.Tensor]) -> list[dict[str, object]]:
    config = BertConfig(
        hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, intermediate_size=4 * WIDTH
    )
    model = TokenScorer(BertModel(config, add_pooling_layer=False), weights["head.bias"].shape[0])
    model.load_state_dict(weights)
    model.eval()
    loaded, found = tokenizer(), []
    for texts in _REFERENCE:
        first, second = (encoding.ids for encoding in encode(loaded, texts))
        ids = [CLS, *first, SEP, *second, SEP]
        with torch.no_grad():
            logits = model(*padded([(ids, len(first) + 2)]))[0]
        found.append({"first": first, "second": second, "logits": logits.numpy().round(4).tolist()})
    return found


if __name__ == "__main__":
    main()
