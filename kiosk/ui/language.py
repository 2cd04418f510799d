"""The language shown: Qt Linguist files, switched while running."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

I18N = Path(__file__).parent / "i18n"
LANGUAGES = ("zh_CN", "en")  # each has a .qm file; English needs its plurals


class UnknownLanguageError(ValueError):
    """A language tag that no translation file is there for."""


class Language:
    """The translator installed now."""

    def __init__(self) -> None:
        self.tag = ""
        self._translator: QTranslator | None = None

    def switch(self, tag: str) -> None:
        """Show another language; UnknownLanguageError when there is none such."""
        if tag == self.tag:
            return
        translator = QTranslator()
        if tag not in LANGUAGES or not translator.load(str(I18N / f"{tag}.qm")):
            raise UnknownLanguageError(f"no translation for {tag}")
        self.remove()
        QCoreApplication.installTranslator(translator)
        self._translator, self.tag = translator, tag

    def remove(self) -> None:
        """Take the translator out of the application."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
            self.tag = ""
