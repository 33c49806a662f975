// SPDX-License-Identifier: EUPL-1.2
// How source files look, whatever their language.
import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {root} from '../support/environment.ts';
import {code, files, places, text} from '../support/sources.ts';

const source = files.filter((path) => /\.(cpp|hpp|ts|mjs|svelte|sql|sh|css|py)$/.test(path) && !path.endsWith('schema/current.sql'));
const prose = files.filter((path) => /\.(cpp|hpp|ts|mjs|svelte|sql|sh|css|py|md|yaml|yml|json|txt|cmake)$/.test(path) || /(^|\/)(up|run|plaza)$/.test(path))
  .filter((path) => !/package-lock\.json$/.test(path));

describe('source files', () => {
  it('are found', () => { expect(source.length).toBeGreaterThan(50); });

  it('name their licence in the first line, or right after an interpreter', () => {
    const without = source.filter((path) => {
      const [first, second] = text(path).split('\n', 2);
      const line = first.startsWith('#!') ? second : first;
      return !line.includes('SPDX-License-Identifier: EUPL-1.2');
    });
    expect(without).toEqual([]);
  });

  it('have fewer than 400 lines', () => {
    expect(source.map((path) => [path, text(path).split('\n').length] as const).filter(([, lines]) => lines > 400)).toEqual([]);
  });

  it('are laid out as .clang-format says', () => {
    const cpp = files.filter((path) => /\.(cpp|hpp)$/.test(path));
    const said = spawnSync('clang-format-14', ['--dry-run', ...cpp], {cwd: root, encoding: 'utf8', maxBuffer: 64 << 20});
    expect(said.error).toBeUndefined();
    expect([...new Set([...said.stderr.matchAll(/^(\S+?):\d+:\d+: warning/gm)].map(([, path]) => path))], 'to mend: clang-format-14 -i').toEqual([]);
    expect(said.status, said.stderr).toBe(0);
  });

  it('leave nothing to be done later', () => {
    expect(places(source.filter((path) => !path.includes('conventions/')), /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('await into a variable before they decide, since g++ 12 breaks a coroutine that awaits in a condition', () => {
    const cpp = files.filter((path) => /\.(cpp|hpp)$/.test(path));
    expect(places(cpp, /\b(if|while|switch) ?\((?:[^()]|\([^()]*\))*\bco_await\b/, code)).toEqual([]);
  });

  it('skip no test', () => {
    const tests = source.filter((path) => /\.test\.ts$/.test(path));
    expect(places(tests, /\b(it|test|describe)\.(skip|only|todo|fails)\b/)).toEqual([]);
    expect(places(files.filter((path) => /^tests\/.*\.cpp$/.test(path)), /\bdisabled\(\)|enable_if<false>/)).toEqual([]);
  });

  it('name no path of the machine they were written on', () => {
    const others = prose.filter((path) => !path.includes('conventions/'));
    expect(places(others, /(^|[\s"'`(=])\/work\/|\.\.\/shared\//)).toEqual([]);
  });

  it('say one thing by each code of a problem', () => {
    const codes = [...text('server/transport/problem_titles.cpp').matchAll(/^ {4}\{"(\w+)",/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });
});
