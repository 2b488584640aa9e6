import fs = require('node:fs');

import { resolve, sep } from 'node:path';
import { TEMPORARY } from '../../../src/files/atomic';
import {
  handedOverFile,
  movedFile,
  removedOption,
  renamedOption,
  takenOverFile,
} from '../../../src/lifecycle/migrations/changes';
import { migrate, revert } from '../../../src/lifecycle/migrations/run';
import { projenrcTs } from '../projenrc/support';
import { contentOf, repositoryWith } from './support';

/** Whatever changes a file. */
const STEPS = ['writeFileSync', 'renameSync', 'rmSync', 'chmodSync', 'mkdirSync'] as const;

const CHANGES = [
  renamedOption({ from: 'port', to: 'listenerPort' }),
  movedFile({ from: 'old.ts', to: 'new.ts' }),
  handedOverFile('given.ts'),
  takenOverFile({ path: 'taken.ts', keepAs: 'taken.mine.ts' }),
];
const LOSING = removedOption({ path: 'unneeded', reason: 'nobody needs it' });

const having = (...changes: typeof CHANGES) => ({
  migrations: [{ id: '1.1.0-all', version: '1.1.0', title: 'Everything at once', changes }],
  installed: { name: 'projen-udp-service', version: '1.1.0' },
});

function repository(): string {
  const directory = repositoryWith({
    files: {
      '.projenrc.ts': projenrcTs('  port: 1,\n  unneeded: 2,'),
      'old.ts': 'mine\n',
      'given.ts': 'of the template\n',
      'taken.ts': 'sample\n',
    },
    classes: { 'old.ts': 'owned', 'given.ts': 'managed', 'taken.ts': 'owned' },
  });
  fs.writeFileSync(resolve(directory, 'taken.ts'), 'edited\n');
  return directory;
}

/** The files of a repository; what was being written when it ended is ignored by git and by every other command. */
function filesOf(directory: string): Record<string, string> {
  return Object.fromEntries(Object.entries(contentOf(directory)).filter(([path]) => !path.includes(TEMPORARY)));
}

/**
 * Does something and ends at its n-th step on a repository, as a process that is killed: nothing is written after it, and
 * a file that was being written is half written.
 *
 * @returns whether it came to that step
 */
function killedAt(at: number, directory: string, act: () => void): boolean {
  let count = 0;
  const isKilled = (path: unknown) => {
    if (typeof path !== 'string' || !resolve(path).startsWith(directory + sep)) return false;
    count += 1;
    return count >= at;
  };
  for (const name of STEPS) {
    const step = fs[name] as (path: string, ...args: unknown[]) => unknown;
    jest.spyOn(fs, name as 'writeFileSync').mockImplementation((path, content, options) => {
      if (isKilled(path)) {
        if (name === 'writeFileSync' && count === at) {
          step(path as string, String(content).slice(0, String(content).length / 2), options);
        }
        throw new Error('killed');
      }
      return step(path as string, content, options) as undefined;
    });
  }
  try {
    act();
    return false;
  } catch (error) {
    expect((error as Error).message).toContain('killed');
    return true;
  } finally {
    jest.restoreAllMocks();
  }
}

/** Ends something at every one of its steps; what follows has to lead to the same. */
function expectCompletion(begin: () => string, act: (directory: string) => void): Record<string, string> {
  const whole = begin();
  act(whole);
  const expected = filesOf(whole);
  let at = 1;
  for (; ; at += 1) {
    const directory = begin();
    if (!killedAt(at, directory, () => act(directory))) break;
    act(directory);
    expect([at, filesOf(directory)]).toEqual([at, expected]);
  }
  expect(at).toBeGreaterThan(10);
  return expected;
}

test('migrations that end at any step are completed by the next run', () => {
  const files = expectCompletion(repository, (directory) => migrate(directory, having(...CHANGES)));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['new.ts 644', 'given.ts 644', 'taken.mine.ts 644']));
});

test('and it is still known that they have lost something', () => {
  const all = having(...CHANGES, LOSING);
  expectCompletion(repository, (directory) => {
    migrate(directory, all);
    expect(() => revert(directory, '1.0.0', all)).toThrow("the value that 'unneeded' had is not known any longer");
  });
});

test('what is taken back, too', () => {
  const migrated = () => {
    const directory = repository();
    migrate(directory, having(...CHANGES));
    return directory;
  };
  const files = expectCompletion(migrated, (directory) => revert(directory, '1.0.0', having(...CHANGES)));
  expect(files['taken.ts 644']).toBe('edited\n');
});
