// SPDX-License-Identifier: EUPL-1.2
// A password in a database's connection string never becomes an argument, which everybody on the machine could read.
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {root} from '../support/environment.ts';

/** Stands where psql stands, and tells what it was given. */
const folder = mkdtempSync(join(tmpdir(), 'plaza-psql-'));
writeFileSync(join(folder, 'psql'), `#!/bin/sh\nprintf '%s\\n' "$2" "$PGPASSWORD" "$*"\n`);
chmodSync(join(folder, 'psql'), 0o755);
afterAll(() => rmSync(folder, {recursive: true}));

const script = `
  . "$1/deploy/lib/common.sh"; . "$1/deploy/lib/cluster.sh"; . "$1/deploy/lib/installation.sh"
  PG_BIN=$2 PLAZA_OWNER_DATABASE_URL=$3
  psql_owner 'select 1'`;

it.each([
  ['postgresql://ana@db.example/plaza', 'postgresql://ana@db.example/plaza', ''],
  ['postgresql:///plaza?host=/a:b@c', 'postgresql:///plaza?host=/a:b@c', ''],
  ['postgresql://ana:s%40cr%2Fet\\x@db.example:5433/plaza?sslmode=require', 'postgresql://ana@db.example:5433/plaza?sslmode=require', 's@cr/et\\x'],
  ['postgres://ana@/plaza?host=/run/x&password=a%20b&port=5', 'postgres://ana@/plaza?host=/run/x&port=5', 'a b'],
  ['postgres://ana@/plaza?password=a%26b', 'postgres://ana@/plaza', 'a&b'],
  ['postgres://ana@/plaza?sslpassword=x', 'postgres://ana@/plaza?sslpassword=x', ''],
  ["host=db user=ana password='it\\'s \\\\ here' dbname=plaza", 'host=db user=ana dbname=plaza', "it's \\ here"],
  ["host=db password = abc application_name='x password=no'", "host=db application_name='x password=no'", 'abc'],
  ['host=db dbname=plaza', 'host=db dbname=plaza', ''],
])('%s', (url, bare, password) => {
  const told = execFileSync('bash', ['-c', script, 'bash', root, folder, url], {encoding: 'utf8'});
  expect(told.split('\n')).toEqual([bare, password, `-XAtq ${bare} -c select 1`, '']);
});
