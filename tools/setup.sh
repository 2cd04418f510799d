#!/usr/bin/env bash
# Sets up what the product needs on a Debian 12 machine: system packages, a virtual
# environment from the hash-locked requirements. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

# Qt (offscreen and xcb), zbar, systemd-analyze for the checks.
PACKAGES=(
  libgl1 libegl1 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3 libglib2.0-0
  libx11-6 libgssapi-krb5-2 libbrotli1 libzstd1 libx11-xcb1 libxcb-cursor0
  libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
  libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0
  libxcb-xkb1 libxkbcommon-x11-0 libzbar0 systemd
)
python=${PYTHON:-python3}
"$python" -c 'import ensurepip' 2>/dev/null || PACKAGES+=(python3-venv)  # Debian's own

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing+=("$package")
done
if ((${#missing[@]})); then
  if [[ $(id -u) == 0 ]]; then
    echo "Installing system packages: ${missing[*]}"
    apt-get update -qq || echo "The package lists could not be refreshed."
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      "${missing[@]}" >/dev/null || {
      echo "These system packages could not be installed: ${missing[*]}" >&2
      exit 1
    }
  else
    echo "These system packages are missing, and only root may install them:" >&2
    echo "  apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed (set PYTHON=/path/to/python3.11)." >&2
  exit 1
}
[[ -x .venv/bin/python ]] || "$python" -m venv .venv || {
  echo "No virtual environment could be made: is python3-venv installed?" >&2
  exit 1
}
export PIP_DISABLE_PIP_VERSION_CHECK=1
.venv/bin/pip install -q --require-hashes -r requirements.lock
.venv/bin/pip install -q --require-hashes -r requirements-dev.lock
.venv/bin/pip install -q --no-deps --no-build-isolation --no-index \
  --config-settings editable_mode=compat -e .
