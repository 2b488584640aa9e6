import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { cleanEnv } from '../support/packed';
import { synthesize } from '../support/synthesized';

const SCRIPT = resolve(__dirname, '../../src/cli/deployments/script.ts');
const STAGE = { name: 'prod', account: '111111111111', region: 'eu-west-1' };

/** Tells what a test wants of the artifacts, and of the rest what GitHub tells. */
const GH = `#!/bin/sh
case "$*" in
  *actions/artifacts*) printf '%s' "$ODD_ANSWER" ;;
  *branches*) echo '{"commit":{"sha":"${'a'.repeat(40)}"}}' ;;
  *) echo '{"id":1,"default_branch":"main"}' ;;
esac
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'odd-answers-'));
  mkdirSync(join(folder, 'src/template'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  const files = synthesize({ name: 'dns', stages: [STAGE] });
  writeFileSync(join(folder, 'src/template/service.ts'), String(files['src/template/service.ts']));
  writeFileSync(join(folder, 'bin/gh'), GH);
  chmodSync(join(folder, 'bin/gh'), 0o755);
  buildSync({ entryPoints: [SCRIPT], outfile: join(folder, 'deployments.cjs'), bundle: true, platform: 'node' });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['a list that is null', '{"total_count":1,"artifacts":null}', /'artifacts' is null, and a list is expected/],
  ['an artifact that is null', '{"total_count":1,"artifacts":[null]}', /'artifacts\[0\]' is null/],
  ['nothing at all', 'null', /it is null, and an object is expected/],
  ['a page of something between', '<html>sign in</html>', /it is no JSON \("<html>sign in<\/html>"\)/],
  ['no text', '', /it is no JSON/],
])('the script of an ejected repository ends with one line for %s', (_why, answer, cause) => {
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'deployments.cjs'), 'choose', 'prod'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...cleanEnv(),
      GH_REPO: 'acme/dns',
      ODD_ANSWER: answer,
      PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
    },
  });
  expect(stderr).toMatch(cause);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^error: GitHub's answer to repos\/acme\/dns\/actions\/artifacts\S*: .*githubstatus/);
  expect(status).toBe(2);
});
