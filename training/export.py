"""Make a head's ``model.onnx`` from trained weights: ``python -m training.export WEIGHTS FOLDER``.

Linear layers with weights in 7 bits, one scale per output, and inputs in 8 bits, scaled as they come: 1.8 times as fast
as the blocks of the embedding model (evals/LOG.md). Because inputs of one run share a scale, ``bot.heads.pairs`` runs
every pair by itself; 7 bits, because processors without VNNI add two products of 8 bits in 16 and saturate. So that a
few large features don't take that scale for themselves, each is first divided by a factor that its weights are
multiplied by (SmoothQuant, Xiao et al. 2023).

Also writes ``reference.json``: pairs of token ids with the logits of the trained weights, which a test compares.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import argparse
import json
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from torch import nn
from transformers import BertConfig, BertModel

from bot.heads.pairs import CLS, SEP, tokenizer
from index.minilm.export import HEADS, LAYERS, MICROSOFT, WIDTH, Graph, embedded, encoded
from training.encoder import TokenScorer, padded
from training.news import names, questions
from training.sums import write_sums
from training.tokens import encode
from training.windows import windows

LENGTH = 288  # tokens at most: two texts and three marks
_LARGEST = 63
# How much of the inputs' unevenness the weights take: of 0.3 to 0.85, 0.7 and 0.85 kept logits nearest (evals/LOG.md).
_SMOOTHING = 0.75
_LEAST = 1e-5
_PAIRS, _QUESTIONS = 8, 10  # of our news, read to see how large inputs get
_REFERENCE = (
    ("Who leads the council?", "The council met on Tuesday. Its chair, Mara Feld, spoke for ten minutes."),
    ("How much did the bridge cost?", "The bridge was opened in 1931. It had cost 4.2 million crowns."),
    ("when does the strike end", "Dockers walked out on Monday. The union will vote on 3 May. No end is in sight."),
    ("Did the company apologise?", "The firm declined to comment on the recall."),
)


class DynamicGraph(Graph):
    """Linear layers whose inputs are quantised with one scale per run, after smoothing.

    ``largest`` is what each feature of a layer's input reaches on texts, by the layer's name.
    """

    def __init__(self, weights: dict[str, np.ndarray], largest: dict[str, np.ndarray]) -> None:
        super().__init__(weights)
        self.largest = largest

    def linear(self, x: str, *names: str, bias: bool = True) -> str:
        """Linear layers side by side."""
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        factor = self.largest[names[0]] ** _SMOOTHING / np.abs(weight).max(axis=1) ** (1 - _SMOOTHING)
        x = self.add("Mul", x, self.constant(1 / factor))
        weight = weight * factor[:, None]
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
    model = _loaded(weights)
    options.folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: value.numpy() for name, value in weights.items()}
    onnx.save(exported(arrays, _largest_inputs(model)), options.folder / "model.onnx")
    reference = json.dumps(_reference(model)).replace("}, {", "},\n {")
    (options.folder / "reference.json").write_text(reference + "\n", "ascii")
    write_sums(options.folder)


def exported(weights: dict[str, np.ndarray], largest: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The graph: ``input_ids``, ``attention_mask`` and ``token_type_ids`` → ``logits``.

    ``largest``: the largest value of each input feature of each linear layer of the encoder.
    The inputs are (batch, length) int64, the output (batch, length, outputs) float32.
    """
    graph = DynamicGraph({name.removeprefix("encoder."): value for name, value in weights.items()}, largest)
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


def _loaded(weights: dict[str, torch.Tensor]) -> TokenScorer:
    config = BertConfig(
        hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, intermediate_size=4 * WIDTH
    )
    model = TokenScorer(BertModel(config, add_pooling_layer=False), weights["head.bias"].shape[0])
    model.load_state_dict(weights)
    return model.eval()


@torch.no_grad()
def _largest_inputs(model: TokenScorer) -> dict[str, np.ndarray]:
    """The largest value, without its sign, of each input feature of each linear layer."""
    largest: dict[str, np.ndarray] = {}

    def seen(name: str, _layer: nn.Module, inputs: tuple[torch.Tensor]) -> None:
        features = inputs[0].abs().flatten(0, -2).amax(0).numpy()
        largest[name] = np.maximum(largest.get(name, _LEAST), features)

    layers = [(name, layer) for name, layer in model.encoder.named_modules() if isinstance(layer, nn.Linear)]
    hooks = [layer.register_forward_pre_hook(partial(seen, name)) for name, layer in layers]
    for name in names()[:_PAIRS]:
        readings = [reading for _, readings in questions(name) for reading in readings]
        for reading in readings[:_QUESTIONS]:
            for window in windows(tokenizer(), reading):
                model(*padded([(window.ids, window.second_start)]))
    for hook in hooks:
        hook.remove()
    return largest


def _reference(model: TokenScorer) -> list[dict[str, object]]:
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
