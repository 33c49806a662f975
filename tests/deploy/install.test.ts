// SPDX-License-Identifier: EUPL-1.2
// Installing packages borrows two files of the machine's administrator, and gives them back also after a kill. Played
// in a folder that stands for the machine, with an apt-get that installs nothing.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {root} from '../support/environment.ts';

let machine: string, policy: string, settings: string;
const own = '#!/bin/sh\nexit 104\n', ownSettings = '#create_main_cluster = true\n';

function script(name: string): string {
  const text = readFileSync(join(root, 'deploy', 'lib', name), 'utf8').replace(/\/(usr\/sbin|etc\/postgresql-common|etc\/systemd\/system|run)\b/g, `${machine}/$&`);
  writeFileSync(join(machine, name), text);
  return join(machine, name);
}

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'plaza-install-'));
  for (const folder of ['bin', 'run', 'usr/sbin', 'etc/postgresql-common', 'etc/systemd/system']) mkdirSync(join(machine, folder), {recursive: true});
  policy = join(machine, 'usr/sbin/policy-rc.d');
  settings = join(machine, 'etc/postgresql-common/createcluster.conf');
  writeFileSync(settings, ownSettings);
});
afterEach(() => rmSync(machine, {recursive: true}));

/** Installs with an apt-get that does `what` when it comes to the packages. */
function install(what: string, ...packages: string[]) {
  writeFileSync(join(machine, 'bin/apt-get'), `#!/bin/sh\ncase $* in *install*) ${what};; esac\n`, {mode: 0o755});
  return spawnSync('bash', [script('install-as-root.sh'), ...packages], {encoding: 'utf8', env: {...process.env, PATH: `${machine}/bin:${process.env.PATH}`}});
}
const leftOver = () => spawnSync('bash', ['-c', `. ${script('packages.sh')}; left_over`]).status === 0;
const state = () => ({
  policy: existsSync(policy) ? readFileSync(policy, 'utf8') : null, settings: readFileSync(settings, 'utf8'),
  saved: existsSync(`${policy}.before-plaza`) || existsSync(`${settings}.before-plaza`),
});

describe.each([['a file of its own', own], ['none', null]])('a machine that has %s', (_, before) => {
  beforeEach(() => { if (before !== null) writeFileSync(policy, before); });

  it('starts no service and makes no cluster meanwhile, and has its files back afterwards', () => {
    const done = install(`cat ${policy} ${settings}`, 'postgresql-15', 'other');
    expect(done.status, done.stderr).toBe(0);
    expect(done.stdout).toContain('exit 101');
    expect(done.stdout).toContain('create_main_cluster = false');
    expect(state()).toEqual({policy: before, settings: ownSettings, saved: false});
    expect(leftOver()).toBe(false);
  });

  it('has them back after a failure', () => {
    expect(install('exit 100', 'postgresql-15').status).not.toBe(0);
    expect(state()).toEqual({policy: before, settings: ownSettings, saved: false});
  });

  it('has them back at the next start after a kill half way', () => {
    expect(install('kill -KILL $PPID', 'postgresql-15').signal).toBe('SIGKILL');
    expect(state().policy).toContain('exit 101');
    expect(leftOver()).toBe(true);
    expect(install('exit 1').status).toBe(0);
    expect(state()).toEqual({policy: before, settings: ownSettings, saved: false});
    expect(leftOver()).toBe(false);
  });
});

it('leaves nothing enabled that a package would have started with the machine, neither by itself nor when somebody knocks', () => {
  const units = join(machine, 'etc/systemd/system');
  for (const folder of ['multi-user.target.wants', 'sockets.target.wants', 'timers.target.wants']) mkdirSync(join(units, folder));
  writeFileSync(join(units, 'multi-user.target.wants/ssh.service'), '');
  writeFileSync(join(units, 'sockets.target.wants/ssh.socket'), '');
  const enable = ['multi-user.target.wants/clamav-daemon.service', 'sockets.target.wants/clamav-daemon.socket', 'timers.target.wants/logrotate.timer'];
  expect(install(`cd ${units} && touch ${enable.join(' ')}`, 'clamav-daemon').status).toBe(0);
  const left = readdirSync(units, {recursive: true, withFileTypes: true}).filter((item) => item.isFile()).map((item) => item.name).sort();
  expect(left).toEqual(['logrotate.timer', 'ssh.service', 'ssh.socket']);
});

it('while somebody else installs nothing is left over', () => {
  install('kill -KILL $PPID', 'postgresql-15');
  const held = spawnSync('flock', [join(machine, 'run/plaza-packages.lock'), 'bash', '-c', `. ${script('packages.sh')}; left_over`]);
  expect(held.status).toBe(1);
});
