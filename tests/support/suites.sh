# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2154
# The suites of tests/run: which there are, how each is run and counted. Uses preset, reports, passed, failed of it.
# Every suite writes a log and a report in build/PRESET/reports/.
run_mark=$$-$RANDOM

# These must be there: one that vanishes is a failure, not a shorter run. Other folders with tests join by themselves.
default_suites() {
    if [ "$1" = dev ]; then
        printf '%s\n' unit sql schema api live conventions web e2e
        { ctest_names && vitest_folders; } | grep -vxE 'unit|sql|schema|api|live|conventions|web|e2e' | sort -u
    else
        printf '%s\n' unit sql api live
    fi
}

ctest_names() { ctest --test-dir "$PLAZA_TOP/build/$preset" -N | sed -nE 's/^ *Test +#[0-9]+: //p'; }

vitest_folders() {
    (cd "$PLAZA_TOP/tests" && find . -name node_modules -prune -o -name '*.test.ts' -print | cut -d/ -f2 | grep -v '\.ts$' | sort -u)
}

make_template() {
    local url
    url=$(cluster_url plaza_owner plaza_template)
    "$PG_BIN/psql" -XAtq "$(cluster_url plaza_owner postgres)" -c 'create database plaza_template' 8>&-
    PLAZA_DATABASE_URL=$url PLAZA_SCHEMA_DIR=$PLAZA_TOP/schema \
        must_step "Migrating the template database" "$reports/migrate.log" "$PLAZA_TOP/build/$preset/plaza" migrate
}

# What suites may rely on: they make databases of their own with `create database x template plaza_template`.
export_surroundings() {
    export PLAZA_TEST_SOCKET=$CLUSTER_SOCKET
    PLAZA_TEST_OWNER_URL=$(cluster_url plaza_owner postgres)
    PLAZA_TEST_SUPERUSER_URL=$(cluster_url postgres postgres)
    export PLAZA_TEST_OWNER_URL PLAZA_TEST_SUPERUSER_URL
    export PLAZA_TEST_TEMPLATE=plaza_template
    export PLAZA_TEST_BINARY=$PLAZA_TOP/build/$preset/plaza
    export PLAZA_TEST_PRESET=$preset
    export BOOST_TEST_COLOR_OUTPUT=no NO_COLOR=1 CI=1
    # A report of a sanitizer in any process of the run is found here, whoever started that process.
    local common="log_path=$reports/sanitizer:exitcode=66"
    export ASAN_OPTIONS=$common:detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
    export UBSAN_OPTIONS=$common:print_stacktrace=1
    export TSAN_OPTIONS=$common:halt_on_error=1:second_deadlock_stack=1
}

# run_suite NAME: all tests of that name, of whatever kind.
run_suite() {
    local name=$1 found=
    if ctest_names | grep -qxF "$name"; then
        found=yes
        local BOOST_TEST_LOGGER="HRF,test_suite,stdout:JUNIT,error,$reports/$name.xml"
        export BOOST_TEST_LOGGER
        run_counted boost "$name" "$reports/$name.xml" \
            "$PLAZA_TOP" ctest --test-dir "$PLAZA_TOP/build/$preset" -R "^$name\$" --output-on-failure --timeout "$(time_limit)"
    fi
    if vitest_folders | grep -qxF "$name"; then
        found=yes
        run_counted vitest "$name" "$reports/$name.json" "$PLAZA_TOP/tests" \
            npx vitest run --dir "$name" --reporter=default --reporter=json --outputFile.json="$reports/$name.json"
    fi
    if [ "$name" = conventions ]; then run_counted command types-of-tests "$reports/types.out" "$PLAZA_TOP/tests" npm run check; fi
    if [ "$name" = web ]; then
        found=yes
        run_counted command types-of-web "$reports/types.out" "$PLAZA_TOP/web" npm run check
        run_counted vitest web "$reports/web-components.json" "$PLAZA_TOP/web" \
            npm run test -- --reporter=default --reporter=json --outputFile.json="$reports/web-components.json"
    fi
    # A measurement: it has passed when it comes to its end.
    if [ -x "$PLAZA_TOP/tests/$name/run" ]; then
        found=yes
        run_counted command "$name" "$reports/$name.out" "$PLAZA_TOP" "tests/$name/run" --quick
    fi
    if [ -z "$found" ]; then
        failed=$((failed + 1))
        echo "$name: 0 passed, 1 failed: there are no such tests"
    fi
}

time_limit() { if [ "$preset" = dev ]; then echo 1200; else echo 1800; fi; }

# run_counted KIND NAME REPORT FOLDER CMD…
run_counted() {
    local kind=$1 name=$2 report=$3 folder=$4 rc=0 p f start=$SECONDS runner=()
    shift 4
    # The thread sanitizer's memory map does not fit every randomised address space.
    if [ "$preset" = tsan ]; then runner=(setarch -R); fi
    rm -f "$report" "$reports"/sanitizer.*
    TEST_RUN_MARK=$run_mark run_step "Testing $name" "$reports/$name.$kind.log" \
        setpriv --pdeathsig TERM timeout -k 30 "$(time_limit)" "${runner[@]}" env -C "$folder" "$@" || rc=$?
    end_leftovers
    local counted=("$kind" "$report" "$rc") again=()
    if [ "$kind" = vitest ]; then mapfile -t again < <(node "$PLAZA_TOP/tests/support/count.mjs" again "$report"); fi
    if [ ${#again[@]} != 0 ] && ! compgen -G "$reports/sanitizer.*" >/dev/null; then
        # Run again alone: what fails twice has failed, what passes now is named all the same. A machine that other
        # things keep busy must not say no to what is right; whoever reads the output sees which test to look at.
        mv "$report" "$report.first" && mv "$reports/$name.$kind.log" "$reports/$name.$kind.first.log"
        rc=0
        TEST_RUN_MARK=$run_mark run_step "Testing $name again, where it failed" "$reports/$name.$kind.log" \
            setpriv --pdeathsig TERM timeout -k 30 "$(time_limit)" "${runner[@]}" env -C "$folder" "$@" "${again[@]}" || rc=$?
        end_leftovers
        counted=("$kind" "$report.first" "${counted[2]}" "$report" "$rc")
    fi
    read -r p f < <(node "$PLAZA_TOP/tests/support/count.mjs" "${counted[@]}" 2>"$reports/$name.$kind.failures")
    cat "$reports/$name.$kind.failures" >&2
    if compgen -G "$reports/sanitizer.*" >/dev/null; then
        f=$((f + 1))
        echo "  failed: a sanitizer reported: $(grep -hE 'ERROR|WARNING|runtime error' "$reports"/sanitizer.* | head -n 1)" |
            tee -a "$reports/$name.$kind.failures" >&2
        cat "$reports"/sanitizer.* >"$reports/$name.$kind.sanitizer.log"
    fi
    passed=$((passed + p))
    failed=$((failed + f))
    echo "$name: $p passed, $f failed in $((SECONDS - start)) s$([ "$f" = 0 ] || echo " (log: $reports/$name.$kind.log)")"
}

# Ends whatever the run's suites left behind, browsers with a process group of their own as well.
end_leftovers() {
    local environment pid
    for environment in /proc/[0-9]*/environ; do
        pid=${environment//[^0-9]/}
        if grep -qzxF "TEST_RUN_MARK=$run_mark" "$environment" 2>/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
    done
}
