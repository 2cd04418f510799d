#!/usr/bin/env bash
# Lints every QML file against the types that the Python view models declare.
set -euo pipefail
cd "$(dirname "$0")/../kiosk/ui"
mapfile -t files < <(find . -name '*.qml' | sort)
../../.venv/bin/pyside6-qmllint -W 0 -I . "${files[@]}"
