"""The notice: one sentence and one action under the last item."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.session import Basket, Notice
from kiosk.engine import Snapshot
from kiosk.ui.texts import ACTIONS, NOTICES, UNKNOWN_NOTICE, said
from kiosk.ui.wording import Wording, translate

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

_GRAMS = frozenset({"weigh_too_light", "weigh_over"})
_QUIET = frozenset({"added"})  # the last item's card says it already


@dataclass(frozen=True, slots=True)
class NoticeFace:
    """What is shown of a notice."""

    code: str = ""
    text: str = ""
    severity: str = "info"
    action: str = ""
    action_text: str = ""


def notice_face(
    notice: Notice | None, basket: Basket | None, say: Wording
) -> NoticeFace:
    """Put a notice into words; an unknown code is said, never hidden."""
    if notice is None:
        return NoticeFace()
    sentence = NOTICES.get(notice.code, UNKNOWN_NOTICE)
    known = notice.code in NOTICES
    subject = _subject(notice, basket, say) if known else notice.code
    text = translate("Notice", sentence.text)
    text = text.replace("%2", _number(notice, say)).replace("%1", subject)
    return NoticeFace(
        notice.code,
        text,
        notice.severity,
        sentence.action,
        said("Action", ACTIONS, sentence.action) if sentence.action else "",
    )


def _number(notice: Notice, say: Wording) -> str:
    if notice.code == "staff_locked":
        return translate("Notice", "%1 min").replace("%1", str(notice.number))
    return say.weight(notice.number) if notice.code in _GRAMS else str(notice.number)


def _subject(notice: Notice, basket: Basket | None, say: Wording) -> str:
    """Return the name a notice carries, or that its line or product id stands for."""
    if named := say.name(notice.names):
        return named
    lines = basket.cart.lines if basket else ()
    for line in lines:
        if notice.subject in {line.id, line.product.id}:
            return say.product(line.product)
    return notice.subject or translate("Notice", "This item")


@QmlElement
class NoticeView(QObject):
    """The session's notice in words."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._face = NoticeFace()

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Take the newest snapshot."""
        session = snapshot.session
        face = notice_face(session.notice, session.basket, say)
        if face != self._face:
            self._face = face
            self.changed.emit()

    @Property(bool, notify=changed)
    def visible(self) -> bool:
        """Whether there is something to say that the list does not say itself."""
        return bool(self._face.text) and self._face.code not in _QUIET

    @Property(str, notify=changed)
    def text(self) -> str:
        """The sentence."""
        return self._face.text

    @Property(str, notify=changed)
    def severity(self) -> str:
        """`info`, `warn` or `danger`."""
        return self._face.severity

    @Property(str, notify=changed)
    def action(self) -> str:
        """What the notice offers: a sheet's name, `pay`, `back`, `zero`, or nothing."""
        return self._face.action

    @Property(str, notify=changed)
    def actionText(self) -> str:
        """The action in words."""
        return self._face.action_text
