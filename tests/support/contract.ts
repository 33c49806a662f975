// SPDX-License-Identifier: EUPL-1.2
// The contract as a judge: which operation a request is, and whether an answer may look like that.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {parse} from 'yaml';
import {root} from './environment.ts';

export type Who = 'anyone' | 'partial' | 'complete' | 'auditor' | 'administrator';
export type Verb = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

export interface Operation {
  id: string; verb: Verb; path: string; template: string; who: Who; cost: string;
  pattern: RegExp; responses: Record<string, any>; parameters: any[]; body: string | null; raw: any;
}

export const source = readFileSync(join(root, 'server', 'openapi.yaml'), 'utf8');
export const document: any = parse(source);
const ajv = new Ajv2020({strict: false, allErrors: true});
(formats as unknown as (a: Ajv2020) => void)(ajv);
ajv.addSchema({...document, $id: 'contract'}, 'contract');

function resolve(node: any): any {
  if (!node?.$ref) return node;
  return resolve(node.$ref.slice(2).split('/').reduce((at: any, key: string) => at[key.replace(/~1/g, '/')], document));
}

const compiled = new Map<string, ValidateFunction>();
function validator(pointer: string): ValidateFunction {
  let found = compiled.get(pointer);
  if (!found) compiled.set(pointer, found = ajv.compile({$ref: `contract#/${pointer}`}));
  return found;
}

export const operations: Operation[] = Object.entries<any>(document.paths).flatMap(([template, item]) =>
  (['get', 'post', 'put', 'delete'] as const).filter((verb) => item[verb]).map((verb) => {
    const op = item[verb];
    const base = (item.servers ?? document.servers)[0].url.replace(/\/$/, '');
    const path = base + template;
    return {
      id: op.operationId, verb: verb.toUpperCase() as Verb, path, template, who: op['x-who'], cost: op['x-cost'],
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
      responses: op.responses, parameters: [...item.parameters ?? [], ...op.parameters ?? []].map(resolve),
      body: op.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? null, raw: op,
    };
  }));

/** A word of the path goes before a capture. */
const exact = (op: Operation) => op.path.split('{').length;
const ordered = [...operations].sort((a, b) => exact(a) - exact(b) || b.path.length - a.path.length);

export function find(verb: string, path: string): Operation | undefined {
  const asked = verb === 'HEAD' ? 'GET' : verb;
  return ordered.find((op) => op.verb === asked && op.pattern.test(path));
}

/** Faults of a value under a named schema of the contract; empty when there are none. */
export function faults(schema: string, value: unknown): string {
  const check = validator(`components/schemas/${schema}`);
  return check(value) ? '' : ajv.errorsText(check.errors, {dataVar: schema}).slice(0, 2000);
}

export interface Seen { verb: string; path: string; status: number; headers: Record<string, string>; text: string }

/** Operations seen, as `operationId status`. */
export const visited = new Set<string>();

const escape = (key: string) => key.replace(/~/g, '~0').replace(/\//g, '~1');

/** What is wrong with an answer; empty when nothing is. */
export function judge(seen: Seen): string[] {
  const wrong: string[] = [];
  const op = find(seen.verb, seen.path);
  const type = (seen.headers['content-type'] ?? '').split(';')[0].trim();
  const isProblem = seen.status >= 400;
  if (seen.headers['x-content-type-options'] !== 'nosniff') wrong.push('no X-Content-Type-Options: nosniff');
  if (!seen.headers['content-security-policy']) wrong.push('no Content-Security-Policy');
  else if (/unsafe-(inline|eval)/.test(seen.headers['content-security-policy'])) wrong.push('the Content-Security-Policy has unsafe-*');
  if (!seen.headers['referrer-policy']) wrong.push('no Referrer-Policy');
  if (seen.path.startsWith('/api/') && !/no-store|no-cache|max-age/.test(seen.headers['cache-control'] ?? '')) {
    wrong.push('no Cache-Control');
  }
  if (isProblem) {
    if (seen.verb === 'HEAD') return wrong;
    if (type !== 'application/problem+json') return [...wrong, `a refusal of type "${type}": ${seen.text.slice(0, 200)}`];
    let problem: any;
    try { problem = JSON.parse(seen.text); } catch { return [...wrong, 'a refusal that is not JSON']; }
    const fault = faults('problem', problem);
    if (fault) wrong.push(fault);
    if (problem.status !== seen.status) wrong.push(`status ${problem.status} in the body of a ${seen.status}`);
    if (seen.status === 404 ? 'instance' in problem : !('instance' in problem)) wrong.push('instance belongs to every problem but 404');
    if ((problem.errors !== undefined) && seen.status !== 422) wrong.push('errors outside 422');
    const later = [429, 503].includes(seen.status) || problem.type === 'still_running';
    if (later && !/^[1-9]\d*$/.test(seen.headers['retry-after'] ?? '')) wrong.push('no Retry-After');
    if (op) visited.add(`${op.id} ${seen.status}`);
    return wrong;
  }
  if (!op) return seen.path.startsWith('/api/') ? [...wrong, 'no operation of the contract'] : wrong;
  visited.add(`${op.id} ${seen.status}`);
  const declared = op.responses[String(seen.status)];
  if (!declared) return [...wrong, `${seen.status} is not declared for ${op.id}`];
  const response = resolve(declared);
  for (const [name, header] of Object.entries<any>(response.headers ?? {})) {
    const rule = resolve(header);
    const value = seen.headers[name.toLowerCase()];
    if (value === undefined) wrong.push(`no ${name}`);
    else if (rule.schema.pattern && !new RegExp(rule.schema.pattern).test(value)) wrong.push(`${name}: ${value}`);
  }
  if (!response.content) {
    if (seen.text) wrong.push(`a body where none belongs: ${seen.text.slice(0, 80)}`);
    return wrong;
  }
  const media = Object.keys(response.content)[0];
  if (media !== '*/*' && type !== media) return [...wrong, `type ${type} instead of ${media}`];
  if (media !== 'application/json' || seen.verb === 'HEAD') return wrong;
  const pointer = declared.$ref
    ? declared.$ref.slice(2)
    : ['paths', op.template, op.verb.toLowerCase(), 'responses', String(seen.status)].map(escape).join('/');
  const check = validator(encodeURI(`${pointer}/content/application~1json/schema`));
  let value: unknown;
  try { value = JSON.parse(seen.text); } catch { return [...wrong, `not JSON: ${seen.text.slice(0, 80)}`]; }
  if (!check(value)) wrong.push(ajv.errorsText(check.errors, {dataVar: op.id}).slice(0, 2000));
  return wrong;
}
