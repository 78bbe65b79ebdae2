"""The report as JSON: every field of the run, and what the gate said. Nothing here writes a file."""

import json

from pydantic import TypeAdapter

from evals.results import Run, Verdicts

_RUN = TypeAdapter(Run)
_VERDICTS = TypeAdapter(Verdicts)


def report_json(run: Run, *, verdicts: Verdicts | None = None) -> str:
    """The fields of ``Run``, each detection with its ``rate``, and ``gate``: failures and changes, or null.

    ``gate.held`` is true where nothing failed. A figure of nothing is null, never 0.
    """
    document = _RUN.dump_python(run, mode="json")
    for body, detection in zip(document["detections"], run.detections, strict=True):
        body["rate"] = detection.rate
    document["gate"] = None
    if verdicts is not None:
        document["gate"] = {"held": verdicts.held, **_VERDICTS.dump_python(verdicts, mode="json")}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
