# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Building the server (CMake preset) and the web application, each only as far as something changed.

# build_server PRESET TARGET…
build_server() {
    local preset=$1 folder=$PLAZA_TOP/build/$1
    shift
    cd "$PLAZA_TOP" || exit
    if [ ! -e "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
        cmake --preset "$preset"
    fi
    ninja -C "$folder" "$@"
}

# build_web: web/dist, which the server serves.
build_web() {
    local web=$PLAZA_TOP/web stamp
    npm_ci "$web"
    stamp=$(tree_hash "$web" "$PLAZA_TOP/server/openapi.yaml" "$PLAZA_TOP/deploy/node")
    if [ -e "$web/dist/index.html" ] && [ "$(cat "$web/node_modules/.built" 2>/dev/null)" = "$stamp" ]; then return 0; fi
    (cd "$web" && npm run build)
    # Types generated into web/src by the build belong to what it was built from.
    tree_hash "$web" "$PLAZA_TOP/server/openapi.yaml" "$PLAZA_TOP/deploy/node" >"$web/node_modules/.built"
}
