// SPDX-License-Identifier: EUPL-1.2
// The table that the program was built with, the contract and the permission matrix name the same routes.
import {beforeAll, describe, expect, it} from 'vitest';
import {rules} from '../api/matrix_rules.ts';
import {document, operations} from '../support/contract.ts';
import {run} from '../support/server.ts';

interface Route { verb: string; path: string; who: string; cost: string }

let routes: Route[];

beforeAll(async () => {
  const done = await run(['routes']);
  expect(done.code, done.stderr).toBe(0);
  const outside = new Set(['/healthz', '/readyz']);
  routes = (JSON.parse(done.stdout) as Route[]).map((route) => ({
    ...route, verb: route.verb.toUpperCase(),
    path: route.path.startsWith('/api/v1') || outside.has(route.path) ? route.path : `/api/v1${route.path}`,
  }));
});

const sorted = (rows: {verb: string; path: string; who: string; cost: string}[]) =>
  rows.map(({verb, path, who, cost}) => `${verb} ${path.replace(/\{\w+\}/g, '{}')} ${who} ${cost}`).sort();

describe('routes', () => {
  it('are those of the contract, with the same standing and the same cost', () => {
    expect(sorted(routes)).toEqual(sorted(operations));
  });

  it('each have a row in the permission matrix, and no row is left over', () => {
    expect(Object.keys(rules).sort()).toEqual(operations.map((operation) => operation.id).sort());
  });
});

describe('the contract', () => {
  it('names each operation once', () => {
    const ids = operations.map((operation) => operation.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))('%s is told in a sentence, tagged, and says who may', (_, operation) => {
    expect(operation.raw.summary).toMatch(/^[A-Z].*\.$/);
    expect(operation.raw.tags).toHaveLength(1);
    expect(['anyone', 'partial', 'complete', 'auditor', 'administrator']).toContain(operation.who);
    expect(['static', 'read', 'search', 'write', 'sign_in', 'live']).toContain(operation.cost);
    expect(operation.responses.default).toBeDefined();
    expect(operation.raw.security !== undefined).toBe(operation.who === 'anyone');
  });

  it('has a key for retries on every unsafe operation but those that set or end a session or take a file', () => {
    const without = operations.filter((operation) => operation.verb !== 'GET' && !operation.parameters.some((p) => p.name === 'Idempotency-Key'));
    expect(without.map((operation) => operation.id).sort()).toEqual([
      'accept_policy', 'apply_for_admission', 'ask_for_email_change', 'ask_for_password_reset', 'ask_to_register', 'begin_second_factor',
      'change_password', 'confirm_address', 'confirm_email_change', 'confirm_second_factor', 'create_account', 'finish_sign_in', 'look_at_password_reset', 'look_at_registration', 'preview',
      'remove_second_factor', 'renew_recovery_codes', 'reset_password', 'resubscribe', 'set_my_photo', 'sign_in', 'sign_out', 'unsubscribe', 'upload_file'].sort());
  });

  it('closes every object', () => {
    const open: string[] = [];
    const bases = new Set(['thread_facts', 'thread_personal', 'post_facts', 'profile_text']);
    const visit = (node: any, path: string, inAllOf = false) => {
      if (!node || typeof node !== 'object') return;
      const name = path.split('/').at(-1)!;
      if (node.type === 'object' && node.properties && !inAllOf && !bases.has(name) && node.additionalProperties === undefined) open.push(path);
      for (const [word, child] of Object.entries(node)) {
        if (['if', 'then', 'else'].includes(word)) continue;
        visit(child, `${path}/${word}`, word === 'allOf' || (inAllOf && Array.isArray(node)));
      }
    };
    visit(document.components.schemas, '');
    expect(open).toEqual([]);
  });

  it('uses every component that it defines', () => {
    const whole = JSON.stringify(document);
    const unused = Object.entries<any>(document.components).filter(([section]) => section !== 'securitySchemes').flatMap(([section, entries]) =>
      Object.keys(entries).filter((name) => !whole.includes(`"#/components/${section}/${name}"`)).map((name) => `${section}/${name}`));
    expect(unused.sort()).toEqual(['schemas/live_command', 'schemas/live_message']);
  });
});
