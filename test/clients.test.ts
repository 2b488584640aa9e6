import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..', 'src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));
const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('one module starts processes', () => {
  expect(filesWith(/['"](node:)?child_process['"]/)).toEqual(['util/process.ts']);
});

test.each([
  ['git', /\[\s*'git'/, ['clients/git/index.ts']],
  ['gh', /\[\s*'gh'/, ['clients/github/cli.ts']],
  ['aws', /\[\s*'aws',/, ['clients/aws/cli.ts']],
  ['docker', /\[\s*'docker'/, ['clients/docker/cli.ts']],
  ['cdk', /'\.bin', 'cdk'/, ['clients/cdk/cli.ts']],
])('one client knows how %s is called', (_program, call, clients) => {
  // a baseline lists partitions of AWS under a feature flag
  expect(filesWith(call).filter((path) => !path.startsWith('history/'))).toEqual(clients);
});
