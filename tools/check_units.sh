#!/usr/bin/env bash
# Verifies the systemd units on a staged tree, and their exposure offline.
set -euo pipefail
cd "$(dirname "$0")/.."
MAX_EXPOSURE=25 # tenths: 2.5 of 10; "systemd-analyze security" calls that OK
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
install -d "$stage/etc/systemd/system" "$stage/opt/store-edge/current/bin" \
  "$stage/usr/lib/sysusers.d" "$stage/usr/lib/tmpfiles.d"
install -m 644 systemd/*.service "$stage/etc/systemd/system/"
install -m 644 systemd/*.sysusers.conf "$stage/usr/lib/sysusers.d/"
install -m 644 systemd/*.tmpfiles.conf "$stage/usr/lib/tmpfiles.d/"
for program in kiosk kiosk-sync; do
  install -m 755 /bin/true "$stage/opt/store-edge/current/bin/$program"
done
# The targets and slices that any Debian has.
cp -r /usr/lib/systemd/system "$stage/usr/lib/systemd-system"
install -d "$stage/usr/lib/systemd"
mv "$stage/usr/lib/systemd-system" "$stage/usr/lib/systemd/system"
for unit in systemd/*.service; do
  name=$(basename "$unit")
  out=$(systemd-analyze verify --root="$stage" --man=no "$name" 2>&1 | grep -F "$name" || true)
  [[ -z $out ]] || { echo "$out" >&2; exit 1; }
  systemd-analyze security --offline=true --threshold=$MAX_EXPOSURE \
    --no-pager "$unit" | tail -n 1
done
systemd-sysusers --root="$stage" --dry-run >/dev/null 2>&1
