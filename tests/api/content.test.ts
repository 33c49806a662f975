// SPDX-License-Identifier: EUPL-1.2
// What people write never runs, and one bad post never breaks a page.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {document} from '../support/contract.ts';
import {root, within} from '../support/environment.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person;
beforeAll(async () => { world = await World.make(); person = await world.person('Escribiente'); await world.group('texto', 'open', [[person, 'member']]); });
afterAll(() => world?.end());

const show = async (body: string): Promise<string> => (await person.want(200, person.post('/preview', {body}))).html;

/** Elements, attributes and addresses that may come out of Markdown. */
const elements = new Set(['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'a',
  'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'span', 'input']);
const attributes = new Set(['href', 'rel', 'class', 'start', 'align', 'title', 'target', 'type', 'checked', 'disabled', 'lang', 'dir', 'tabindex', 'scope']);

function dangers(html: string): string[] {
  const found: string[] = [];
  let rest = html;
  const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*(\/?)>/g;
  for (const [, , name, words] of html.matchAll(tag)) {
    if (!elements.has(name)) found.push(`<${name}>`);
    for (const [, attribute, value] of words.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
      if (!attributes.has(attribute)) found.push(`${name} ${attribute}`);
      if (attribute === 'href' && !/^(https?:\/\/|mailto:|\/|#)/i.test(value ?? '')) found.push(`href ${value}`);
      if (attribute === 'href' && /^\/\//.test(value ?? '')) found.push(`href ${value}`);
    }
  }
  rest = rest.replace(tag, '');
  if (/[<>]/.test(rest)) found.push(`a bare bracket: ${rest.slice(0, 80)}`);
  return found;
}

describe('Markdown', () => {
  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', '<iframe src="javascript:alert(1)">', '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](java\nscript:alert(1))', '[x](&#106;avascript:alert(1))', '[x](&#x6A;avascript&colon;alert(1))',
    '[x](&#1;javascript:alert(1))', '[x](data:text/html,<script>alert(1)</script>)', '[x](vbscript:msgbox)', '[x](file:///etc/passwd)', '[x](//evil.example)', '[x](\\\\evil.example)',
    '<javascript:alert(1)>', '[x]: javascript:alert(1)\n\n[x]', '![x](javascript:alert(1))', '![x](https://evil.example/p.png)', '![x" onerror="alert(1)](/y)', '[a](https://x "t\\" onclick=\\"alert(1)")',
    '`<script>`', '```"><script>alert(1)</script>\nx\n```', '| a |\n|--|\n| <img src=x> |', '<!-- x -->', '<![CDATA[x]]>', '&lt;script&gt;', '"><script>', '{{constructor}}', '<style>*{}</style>',
    '# <b onmouseover=alert(1)>x', '> <form action=/api/v1/session>', 'http://a.example/"onmouseover="alert(1)', '<math><mtext></mtext></math>', '<details open ontoggle=alert(1)>', '\u2028<script>',
  ])('%j is harmless', async (text) => {
    expect(dangers(await show(text))).toEqual([]);
  });

  it('leads to other sites without telling them where from', async () => {
    expect(await show('[BOE](https://www.boe.es/)')).toMatch(/<a href="https:\/\/www\.boe\.es\/"[^>]*rel="[^"]*noopener[^"]*"/);
  });

  it.each<[string, string]>([
    ['brackets', '['.repeat(30_000)], ['quotes', '>'.repeat(30_000)], ['emphasis', '*a_'.repeat(20_000)], ['tables', `|a|\n|-|\n${'|x'.repeat(20_000)}\n`],
    ['columns', `${'|a'.repeat(3_000)}|\n${'|-'.repeat(3_000)}|\n${'|\n'.repeat(5_000)}`], ['lists', Array.from({length: 250}, (_, i) => `${' '.repeat(i)}- x`).join('\n')],
    ['references', Array.from({length: 2_000}, (_, i) => `[a${i}]: /u\n`).join('') + '[a1]'.repeat(2_000)], ['entities', '&amp;'.repeat(13_000)], ['backticks', '`'.repeat(30_000) + 'x'], ['links', '[a](b'.repeat(12_000)],
  ])('is shown in good time and size, or refused by name: %s', async (_, body) => {
    const begun = Date.now();
    const answer = await person.post('/preview', {body});
    expect(Date.now() - begun).toBeLessThan(within(1_500));
    if (answer.status === 422) return expect(answer.json.errors).toEqual({body: ['too_complex']});
    const {html} = answer.json;
    expect(html.length).toBeLessThan(1_100_000);
    expect(dangers(html)).toEqual([]);
  });

  it('is shown the same in the preview and in the thread', async () => {
    const body = '## Título\n\n1. uno\n2. **dos** `tres`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nhttps://www.boe.es/';
    const thread = await person.ask('texto', 'Igual', body);
    const page = await person.want(200, person.get(`/threads/${thread.id}`));
    expect(page.posts.items[0].html).toBe(await show(body));
    expect(dangers(page.posts.items[0].html)).toEqual([]);
  });
});

describe('names and titles', () => {
  const nasty = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{7*7}}', '=cmd|calc', "';drop table person;--"];
  it.each(nasty)('%j stay text', async (title) => {
    const thread = await person.ask('texto', title);
    expect(thread.title).toBe(title);
    const found = (await person.get('/feed')).json.items.find((item: any) => item.id === thread.id);
    expect(found.title).toBe(title);
  });

  it('lose what would turn the text around them', async () => {
    expect((await person.ask('texto', '\u202eodagap\u2066 ya')).title).toBe('odagap ya');
  });

  it('never come as HTML, whatever a browser asks for', async () => {
    await person.ask('texto', '<script>alert(1)</script>');
    const answer = await person.get('/feed', {headers: {accept: 'text/html'}});
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });
});

describe('one bad post', () => {
  it('does not break its page', async () => {
    const thread = await person.ask('texto', 'Con uno malo');
    await person.answer(thread.id, 'Bueno.');
    await world.database.rows(`update post set html = '', body = $2 where thread_id = $1 and number = 2`, [thread.id, '\u0001\u001f<b>']);
    person.judged = false;
    const page = await person.get(`/threads/${thread.id}`);
    person.judged = true;
    expect(page.status).toBe(200);
    expect(page.json.posts.items).toHaveLength(2);
  });
});

describe('the served contract', () => {
  it('is the one of the checkout', async () => {
    const answer = await person.get('/openapi.yaml');
    expect(answer.text).toBe(readFileSync(join(root, 'server', 'openapi.yaml'), 'utf8'));
    expect(document.openapi).toBe('3.1.0');
  });
});
