"""Every code of the domain and the lane has its sentence, in both languages."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from kiosk.domain.events import Refusal
from kiosk.domain.intervention import Cause, Role
from kiosk.ui import texts
from kiosk.ui.language import I18N, LANGUAGES, Language, UnknownLanguageError
from kiosk.ui.wording import translate

KIOSK = Path(texts.__file__).parents[1]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def spoken_codes() -> set[str]:
    """Each literal first argument of Notice(...) and Rejected(...) in the kiosk."""
    return {
        call.args[0].value
        for source in (*KIOSK.glob("domain/*.py"), *KIOSK.glob("lane/*.py"))
        for call in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"Notice", "Rejected"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def messages(tag: str) -> list[ElementTree.Element]:
    tree = ElementTree.parse(I18N / f"{tag}.ts")
    return list(tree.getroot().iter("message"))


def test_every_code_that_is_spoken_has_a_sentence():
    assert len(spoken_codes()) > 20
    assert spoken_codes() - set(texts.NOTICES) == set()


def test_every_refusal_and_cause_has_its_words():
    assert {refusal.value for refusal in Refusal} <= set(texts.NOTICES)
    assert {cause.value for cause in Cause} <= set(texts.NOTICES)
    assert {cause.value for cause in Cause} == set(texts.CAUSES)
    assert {role.value for role in Role} == set(texts.ROLES)


def test_every_action_offered_has_its_words():
    offered = {sentence.action for sentence in texts.NOTICES.values()} - {""}
    assert offered <= set(texts.ACTIONS)


def test_no_string_is_left_untranslated():
    untranslated = [
        message.findtext("source")
        for message in messages("zh_CN")
        if not "".join(message.find("translation").itertext()).strip()
        or message.find("translation").get("type") is not None
    ]
    assert untranslated == []
    assert len(messages("zh_CN")) > 200


def test_chinese_is_chinese_and_keeps_every_placeholder():
    for message in messages("zh_CN"):
        source = message.findtext("source")
        said = "".join(message.find("translation").itertext())
        marks = set(re.findall(r"%\w", source))
        assert marks == set(re.findall(r"%\w", said)), source
        assert CHINESE.search(said) or not re.search(r"[A-Za-z]{2}", said), source


def test_english_has_both_forms_of_each_plural():
    for message in messages("en"):
        forms = message.findall("translation/numerusform")
        assert [form.text for form in forms if form.text], message.findtext("source")
        assert len(forms) == 2


def test_translations_are_as_new_as_the_sources():
    """Each text in the code stands in the .ts file; `translate.py` brings it there."""
    known = {message.findtext("source") for message in messages("zh_CN")}
    sources = (KIOSK / "ui").rglob("*.qml")
    used = {
        text
        for path in sources
        for text in re.findall(r'qsTr\("([^"]+)"', path.read_text("utf-8"))
    }
    used |= {sentence.text for sentence in texts.NOTICES.values()}
    assert used - known == set()


@pytest.fixture
def language(qapp):
    switch = Language()
    yield switch
    switch.remove()


def test_languages_are_switched_while_running(language):
    for tag in LANGUAGES:
        language.switch(tag)
        assert language.tag == tag
        said = translate("Notice", "Wrong PIN.")
        assert bool(CHINESE.search(said)) == (tag == "zh_CN")


def test_a_language_without_translation_is_refused(language):
    language.switch("en")
    with pytest.raises(UnknownLanguageError, match="fr"):
        language.switch("fr")
    assert language.tag == "en"


def test_an_unknown_code_is_said_as_it_is():
    assert texts.said("Cause", texts.CAUSES, "brand_new") == "brand_new"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_compiled_files_are_as_new_as_the_translations(tag, tmp_path):
    release = Path(sys.executable).parent / "pyside6-lrelease"
    out = tmp_path / "new.qm"
    subprocess.run(
        [release, I18N / f"{tag}.ts", "-qm", out], check=True, capture_output=True
    )
    assert out.read_bytes() == (I18N / f"{tag}.qm").read_bytes()
