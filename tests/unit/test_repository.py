"""What holds for the project's files as a whole: documents, locks, names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {"build", "__pycache__", "store_edge.egg-info", "shared"}
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".lock", ".sh", ".qml", ".html", ".js"}
TEXT |= {".json", ".jsonl", ".sql", ".css", ".ts", ".service", ".yaml", ".conf", ""}
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("models/**/*.md")]
# Put together, so that this file does not name them.
OF_A_WORKPLACE = re.compile(r"/wo" r"rk/|\bfa" r"rm-|/ro" r"ot/|/ho" r"me/\w")


def files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in {".ci", ".gitignore"}
        if hidden or path.name in NOT_OURS:
            continue
        if path.is_dir():
            yield from files(path)
        elif path.suffix in TEXT:
            yield path


def test_no_file_names_the_place_it_was_written_at() -> None:
    found = [path for path in files(ROOT) if OF_A_WORKPLACE.search(path.read_text())]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_by_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?:|--index|--find-links|--trusted-host| @ ", text)
    pins = re.findall(r"^[a-z0-9][^\n=]*==.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 10


@pytest.mark.parametrize(
    "record", sorted(ROOT.glob("docs/adr/*.md")), ids=lambda path: path.stem
)
def test_a_decision_record_has_its_four_parts(record: Path) -> None:
    text = record.read_text()
    number = int(record.name[:4])
    assert text.startswith(f"# {number}. ")
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:]
    assert parts[::2] == ["Status", "Context", "Decision", "Consequences"]
    assert all(part.strip() for part in parts[1::2])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_pages_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_names_only_files_that_are_there(page: Path) -> None:
    rooms = "kiosk|drivers|models|sync|hardware_sim|tests|tools|demo|systemd|docs"
    named = re.findall(rf"`((?:{rooms})/[\w./-]+)`", page.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_golden_file_says_where_it_is_from() -> None:
    folder = ROOT / "tests" / "golden"
    rows = re.findall(r"^\| `([^`]+)` \|(.+)\|$", (folder / "README.md").read_text(), 8)
    assert all(cell.strip() for _, row in rows for cell in row.split("|"))
    told = {path for pattern, _ in rows for path in folder.glob(pattern)}
    kept = {path for path in folder.rglob("*") if path.is_file()}
    assert told == kept - {folder / "README.md"}
