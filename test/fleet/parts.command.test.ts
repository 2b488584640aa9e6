import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test.each([
  ['bun', ['bun']],
  ['two stage', ['npm', '--repository', 'two stage']],
])('the fleet refuses %s, which would be no repository at all and so pass', (unknown, args) => {
  const program = join(__dirname, 'fleet.ts');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: join(__dirname, '..', '..'),
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain(`'${unknown}' is no part of the fleet. Name one of: `);
});
