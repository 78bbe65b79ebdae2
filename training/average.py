"""Average the weights of stages: ``python -m training.average OUT FILE SHARE [FILE SHARE …]``.

Stages of one run lie in one basin, and their mean is often better than each (Wortsman et al. 2022, "Model soups").
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the weighted mean; shares are made to add up to one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", metavar="FILE SHARE")
    options = parser.parse_args()
    if len(options.parts) % 2:
        parser.error("each file needs its share")
    shares = {file: float(share) for file, share in zip(options.parts[::2], options.parts[1::2], strict=True)}
    loaded = {file: torch.load(file, weights_only=True) for file in shares}
    total = sum(shares.values())
    names = next(iter(loaded.values()))
    mean = {name: sum(shares[file] / total * weights[name] for file, weights in loaded.items()) for name in names}
    torch.save(mean, options.out)


if __name__ == "__main__":
    main()
