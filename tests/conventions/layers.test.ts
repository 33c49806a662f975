// SPDX-License-Identifier: EUPL-1.2
// Use goes downwards only, Beast stays in the transport, SQL in its own files.
import {describe, expect, it} from 'vitest';
import {code, files, places, text} from '../support/sources.ts';

const server = files.filter((path) => /^server\/.*\.(cpp|hpp)$/.test(path) && !path.startsWith('server/cmake/'));
const floor = (path: string) => /^server\/(\w+)\//.exec(path)?.[1] ?? 'top';

/** What each floor may include of the others. */
const below: Record<string, string[]> = {
  base: ['base'],
  persistence: ['persistence', 'base'],
  transport: ['transport', 'base'],
  jobs: ['jobs', 'persistence', 'base'],
  domain: ['domain', 'jobs', 'persistence', 'transport', 'base'],
  top: ['top', 'domain', 'jobs', 'persistence', 'transport', 'base'],
};

const included = (path: string) => [...text(path).matchAll(/^#include "([^"]+)"/gm)].map(([, name]) => name);
const in_ = (folder: string) => server.filter((path) => floor(path) === folder);

describe('the floors of the server', () => {
  it.each(Object.keys(below))('%s has files and includes only what stands below it', (name) => {
    expect(in_(name).length).toBeGreaterThan(0);
    const wrong = in_(name).flatMap((path) => included(path)
      .filter((other) => !below[name].includes(other.includes('/') ? other.split('/')[0] : 'top'))
      .map((other) => `${path} includes ${other}`));
    expect(wrong).toEqual([]);
  });

  it('includes by path from server/, so that the floor of a file is seen', () => {
    const wrong = server.flatMap((path) => included(path).filter((other) => other.startsWith('.')).map((other) => `${path} includes ${other}`));
    expect(wrong).toEqual([]);
  });

  it('knows Beast in the transport only', () => {
    const beast = places(server, /#include <boost\/beast|boost::beast|\bbeast::/);
    expect(beast.filter((place) => !place.startsWith('server/transport/'))).toEqual([]);
    expect(beast.length).toBeGreaterThan(0);
  });

  it('keeps Beast out of the headers that other floors include', () => {
    const seen = new Set(server.filter((path) => floor(path) !== 'transport').flatMap(included).filter((name) => name.startsWith('transport/')));
    const queue = [...seen];
    while (queue.length) {
      for (const next of included(`server/${queue.pop()}`).filter((name) => name.startsWith('transport/') && !seen.has(name))) {
        seen.add(next);
        queue.push(next);
      }
    }
    expect(places([...seen].map((name) => `server/${name}`), /#include <boost\/beast/)).toEqual([]);
  });

  it('keeps the transport and its words out of the rules of the domain', () => {
    const rules = in_('domain').filter((path) => !/_http\.(cpp|hpp)$|\/call\.(cpp|hpp)$/.test(path) && /^server\/domain\/\w+\/\w+\.(cpp|hpp)$/.test(path));
    const wrong = rules.flatMap((path) => included(path).filter((name) => /^transport\/(?!message)/.test(name) && !/live|events/.test(path)).map((name) => `${path} includes ${name}`));
    expect(wrong).toEqual([]);
  });

  it('knows SOCI and libpq in persistence only', () => {
    const outside = server.filter((path) => floor(path) !== 'persistence');
    expect(places(outside, /#include <(soci|libpq|postgresql)|\bsoci::|\bPQ[a-z]+\(/)).toEqual([]);
  });
});

describe('SQL', () => {
  const literal = /"\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s|listen\s+\w+"|notify\s+\w+"|create\s+(table|index|function)\s)/i;

  it('stands in *_sql.cpp, *_sql.hpp and persistence only', () => {
    const elsewhere = server.filter((path) => !/_sql\.(cpp|hpp)$/.test(path) && floor(path) !== 'persistence');
    expect(places(elsewhere, literal, code)).toEqual([]);
    expect(elsewhere.filter((path) => /R"sql\(|R"\(\s*(select|insert|update|delete|with)\b/i.test(code(path)))).toEqual([]);
  });

  it('names the columns that it wants', () => {
    expect(places(server.filter((path) => /_sql\.(cpp|hpp)$/.test(path)), /"[^"]*\bselect\s+(\w+\.)?\*\s+from\s+(?!\w+\()/i)).toEqual([]);
  });

  it('is never put together at run time', () => {
    const sql = server.filter((path) => /_sql\.(cpp|hpp)$/.test(path));
    expect(sql.length).toBeGreaterThan(0);
    expect(places(sql, /fmt::format|std::format|\+=?\s*"[^"]*\b(where|order by|limit)\b/i, code)).toEqual([]);
  });
});

describe('what was dangerous once', () => {
  it('never reads the text of a soci_error, which holds bound values', () => {
    // SOCI's errors reach persistence only, where every text of an exception could be one of them. The name of a
    // violated constraint is the one thing taken from it.
    const near = server.filter((path) => floor(path) === 'persistence' && /#include <soci/.test(text(path)));
    expect(places(near, /\.what\(\)/, code).filter((place) => !/constraint_in\(\w+\.what\(\)\)/.test(place))).toEqual([]);
  });

  it.each([
    ['backtracking expressions on text of people', /std::regex|boost::regex/],
    ['connections of SOCI that never come back', /soci::connection_pool|\.reconnect\(\)|failover_callback/],
    ['compression of live messages', /server_enable\s*=\s*true/],
    ['processes started by a shell', /\bsystem\(|\bpopen\(/],
    // Incident ids are told apart, not kept secret.
    ['random numbers that can be guessed', /\bs?rand\(\)|(?<!thread_local )std::mt19937/],
  ])('has no %s', (_, pattern) => {
    expect(places(server, pattern, code)).toEqual([]);
  });
});
