#!/usr/bin/env bash
# Runs once, as root, while Gradescope builds the image: installs Node and the packages of the grader.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"

fits() {
  command -v node >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1);'
}

# Ubuntu's own Node is too old for the grader, but its npm can fetch a newer one: the package holds the
# program of nodejs.org as it is, and npm checks what it downloads.
if ! fits; then
  if ! command -v npm >/dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nodejs npm
  fi
  machine="$(uname -m)"
  case "$machine" in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
  esac
  npm install --global --prefix "$root/node" --no-audit --no-fund "node-linux-$machine@22.23.3" npm@10.9.4
  export PATH="$root/node/bin:$PATH"
fi

cd "$root/source"
npm ci --omit=dev --no-audit --no-fund
# The first start compiles TensorFlow.js for the sandbox; no student should wait for it.
node --import tsx grader/gradescope-run.ts --prepare
