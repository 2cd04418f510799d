"""The words of the store page: all of them, in all languages."""

import re
from pathlib import Path

import pytest

import sync.cloud
from sync.cloud.words import WORDS, language_of

TEMPLATES = Path(sync.cloud.__file__).parent / "templates"


def test_every_language_has_every_word():
    assert WORDS["zh_CN"].keys() == WORDS["en"].keys()
    assert all(text for words in WORDS.values() for text in words.values())


def test_every_word_of_the_templates_exists():
    text = "".join(path.read_text() for path in TEMPLATES.glob("*.html"))
    asked = set(re.findall(r"words\.(\w+)", text)) - {"get"}
    assert asked <= WORDS["en"].keys()


@pytest.mark.parametrize(
    "asked, accepted, language",
    [
        ("en", "zh-CN", "en"),
        ("zh_CN", "en", "zh_CN"),
        ("", "zh-TW,zh;q=0.9", "zh_CN"),
        ("", "de", "en"),
        ("xx", "", "en"),
    ],
)
def test_the_language_asked_for_or_the_browsers(asked, accepted, language):
    assert language_of(asked, accepted) == language
