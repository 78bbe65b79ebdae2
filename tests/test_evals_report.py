"""The report: what it loads (nothing), what it escapes (everything), its order, and that page and JSON agree."""

import dataclasses
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evals.report import report_json, report_page, write_report
from evals.report.frame import round_step
from evals.report.plots import calibration_plot, latency_plot, refusal_plot
from evals.report.wording import worded, worded_difference, worded_interval
from evals.results import Bin, CurvePoint, Figure
from tests.made_up_run import HOSTILE, empty_run, made_up_run, made_up_verdicts

LOADING = {"src", "srcset", "href", "xlink:href", "data", "action", "formaction", "poster", "background", "ping"}


class Reading(HTMLParser):
    """What a browser would find: every tag with its attributes, the exact values by row, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.values: dict[str, str | None] = {}
        self.verdicts: list[str] = []
        self.texts: list[str] = []
        self._row = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self._row = found.get("data-figure") or found.get("data-detection") or self._row
        if tag == "data":
            self.values[self._row] = found["value"]
        if tag == "details" and found.get("class") == "case":
            self.verdicts.append((found["data-marks"] or "").split()[0])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return report_page(made_up_run(), verdicts=made_up_verdicts())


@pytest.fixture(scope="module")
def reading(page: str) -> Reading:
    return Reading(page)


def test_nothing_is_loaded_from_anywhere(reading: Reading, page: str) -> None:
    for tag, found in reading.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        for name in LOADING & found.keys():
            assert (found[name] or "").startswith("#"), f"<{tag} {name}={found[name]!r}>"
    style = page.split("<style>")[1].split("</style>")[0]
    assert not re.search(r"url\(|@import|https?:", style)


def test_hostile_words_stay_words(reading: Reading, page: str) -> None:
    assert HOSTILE not in page
    assert "<script>alert" not in page
    assert [tag for tag, _ in reading.tags].count("script") == 1
    assert not [name for _, found in reading.tags for name in found if name.startswith("on")]
    assert HOSTILE in "".join(reading.texts), "escaped, it reads as it was written"
    assert "{{ 7*7 }}" in page, "no template is read out of an article"


def test_wrong_cases_come_first(reading: Reading) -> None:
    assert reading.verdicts == ["wrong"] * 4 + ["right"] + ["unscored"] + ["right"] * 24


def test_page_and_json_carry_the_same_figures(reading: Reading) -> None:
    document = json.loads(report_json(made_up_run(), verdicts=made_up_verdicts()))
    named = {row["name"]: row["value"] for row in (*document["figures"], *document["by_tag"])}
    named |= {row["kind"]: row["rate"] for row in document["detections"]}
    assert {row: float(value) if value else None for row, value in reading.values.items()} == named


def test_the_json_holds_every_case_and_what_the_gate_said() -> None:
    run = made_up_run()
    document = json.loads(report_json(run, verdicts=made_up_verdicts()))
    assert [case["verdict"] for case in document["cases"]] == [result.verdict for result in run.cases]
    answer = run.cases[0].answer
    assert answer is not None
    assert document["cases"][0]["answer"] == json.loads(answer.model_dump_json())
    assert document["gate"]["held"] is False
    assert document["gate"]["changes"][0] == {"name": "right", "before": 0.78, "now": 0.8, "failed": False}
    assert json.loads(report_json(run))["gate"] is None


def test_a_quote_is_marked_between_its_surroundings(page: str) -> None:
    assert "Brenk. <mark>No one was hurt, the mayor said.</mark> Some 400 houses" in page


def test_a_quote_that_is_not_the_articles_is_told(page: str) -> None:
    assert page.count("The article has something else at") == 1
    assert "<q>The port authority has offered 4 percent and says that it can&#39;t afford more.</q>" in page


def test_a_pointer_leads_to_its_quote_and_one_to_nothing_stays_text(page: str) -> None:
    assert '<a href="#case-1-1">[1]</a> See also [7].' in page


def test_an_empty_run_renders(tmp_path: Path) -> None:
    write_report(empty_run(), tmp_path / "made" / "here")
    text = (tmp_path / "made" / "here" / "report.html").read_text(encoding="utf-8")
    assert text.count('class="nothing"') == 7
    assert "NaN" not in text
    assert json.loads((tmp_path / "made" / "here" / "report.json").read_text(encoding="utf-8"))["cases"] == []


def test_half_a_surrogate_pair_is_written_all_the_same(tmp_path: Path) -> None:
    run = made_up_run()
    write_report(dataclasses.replace(run, title="torn \ud83d"), tmp_path)
    assert "torn &#55357;" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["title"] == "torn \ud83d"


def test_the_same_run_gives_the_same_page() -> None:
    assert report_page(made_up_run()) == report_page(made_up_run())


def test_numbers_are_worded() -> None:
    assert [worded(0.8751), worded(None), worded(0.907, share=False), worded(1840.0, unit="tokens")] == [
        *("87.5 %", "–", "0.907", "1,840 tokens")
    ]
    assert worded_interval(0.5, 1.0) == "50.0 to 100.0 %"
    assert worded_interval(None, None) == ""
    assert [worded_difference(0.9, 0.6), worded_difference(0.5, 0.50001), worded_difference(None, 0.5)] == [
        *("−30.0 pts", "no change", "new")
    ]


def test_the_threshold_in_force_stands_at_the_point_that_passes_the_same_cases() -> None:
    curve = [CurvePoint(threshold=t, coverage=1 - t, risk=0.2 * (1 - t)) for t in (0.0, 0.25, 0.5, 0.75)]
    plot = refusal_plot(curve, 0.3)
    assert plot is not None
    assert "50.0 % of the cases, 10.0 % of these wrongly" in plot.summary
    above = refusal_plot(curve, 0.9)
    assert above is not None
    assert above.dots == ()


def test_plots_leave_out_empty_bins_and_count_every_answer() -> None:
    empty = Bin(low=0.0, high=0.5, count=0, mean_score=None, answerable=None)
    full = Bin(low=0.5, high=1.0, count=4, mean_score=0.8, answerable=0.75)
    assert calibration_plot([empty]) is None
    calibration = calibration_plot([empty, full])
    assert calibration is not None
    assert len(calibration.dots) == 1
    median = Figure(name="p50", value=30.0, low=None, high=None, of=5, definition="", best=None, unit="ms")
    latency = latency_plot([0.0, 10.0, 30.0, 30.0, 120.0], [median])
    assert latency is not None
    assert sum(int(bar.title.rpartition(" ")[2]) for bar in latency.bars) == 5
    assert [line.label for line in latency.lines] == ["P50"]


@pytest.mark.parametrize(("least", "step"), [(0.04, 0.05), (0.2, 0.2), (1.0, 1.0), (2.1, 5.0), (183.0, 200.0)])
def test_steps_are_round(least: float, step: float) -> None:
    assert round_step(least) == pytest.approx(step)


@pytest.fixture(scope="module")
def browser_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("report")
    write_report(made_up_run(), folder, verdicts=made_up_verdicts())
    opened = browser.new_page(viewport={"width": 390, "height": 800})
    seen: list[str] = []
    opened.on("request", lambda request: seen.append(request.url))
    opened.on("console", lambda message: seen.append(message.text))
    opened.on("dialog", lambda dialog: seen.append("a dialog"))
    opened.goto((folder / "report.html").as_uri())
    assert seen == [opened.url], "one file, no complaint of the page's policy, no script of an article"
    yield opened
    opened.close()


def test_the_page_fits_a_phone(browser_page: Page) -> None:
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_filter_finds_by_verdict_tag_and_words(browser_page: Page) -> None:
    shown = browser_page.locator("details.case:visible")
    count = browser_page.locator("output")
    browser_page.get_by_label("Verdict").select_option("wrong")
    assert (shown.count(), count.inner_text()) == (4, "4 of 30 cases")
    browser_page.get_by_label("Tag").select_option("follow-up")
    assert shown.count() == 1
    browser_page.get_by_label("Verdict").select_option("not grounded")
    browser_page.get_by_label("Tag").select_option("all")
    assert shown.count() == 2
    browser_page.get_by_label("Verdict").select_option("all")
    browser_page.get_by_label("Text").fill("MAYOR brenk")
    assert 0 < shown.count() < 30
    browser_page.get_by_label("Text").fill("")
    assert shown.count() == 30
