// SPDX-License-Identifier: EUPL-1.2
// The files of the checkout, as git knows them.
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import {root} from './environment.ts';

const left = new Set(['node_modules', '.git', 'build', 'dist', '.tools', '.cache', 'generated']);

function walk(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    if (left.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path)];
  });
}

function listed(): string[] {
  try {
    const options = {cwd: root, encoding: 'utf8', maxBuffer: 64 << 20} as const;
    return execFileSync('git', ['-c', `safe.directory=${root}`, 'ls-files', '--cached', '--others', '--exclude-standard'], options)
      .split('\n').filter((path) => path && existsSync(join(root, path)));
  } catch {
    return walk(root);  // an unpacked archive has no git
  }
}

export const files = listed();
export const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** Source without comments, lines kept. */
export function code(path: string): string {
  return text(path)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:"'\\])\/\/[^\n]*/g, '$1');
}

/** Places where a pattern occurs, as `file:line`. */
export function places(paths: string[], pattern: RegExp, read = text): string[] {
  return paths.flatMap((path) => read(path).split('\n').flatMap((line, index) =>
    pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : []));
}
