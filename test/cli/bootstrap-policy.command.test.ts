import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { UdpServiceProjectOptions } from '../../src';
import { type RunResult, run } from '../support/run';
import { synthesize } from '../support/synthesized';

/** As it is compiled: as users run it. */
const MAIN = resolve(__dirname, '../../lib/cli/main.js');
const BOUNDARY = { permissionsBoundary: 'udp-service-dns-dev-role-boundary' };
const ROLE = { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: 'x' } };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bootstrap-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function repository(options: Partial<UdpServiceProjectOptions>, resources: object): void {
  const stages = [{ name: 'dev', account: '111111111111', region: 'eu-west-1' }];
  mkdirSync(join(directory, 'src/template'), { recursive: true });
  mkdirSync(join(directory, 'cdk.out'));
  writeFileSync(
    join(directory, 'src/template/service.ts'),
    synthesize({ name: 'dns', stages, ...options })['src/template/service.ts'],
  );
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://111111111111/eu-west-1',
    properties: { templateFile: 'dev.json', stackName: 'dns-dev-service' },
  };
  const manifest = { version: '55.0.0', artifacts: { 'dev-service': artifact } };
  writeFileSync(join(directory, 'cdk.out/manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'cdk.out/dev.json'), JSON.stringify({ Resources: resources }));
}

const command = (...args: string[]): Promise<RunResult> =>
  run(process.execPath, [MAIN, 'bootstrap-policy', ...args], { cwd: directory, env: process.env });

test('writes the policies and names the commands that use them', async () => {
  repository({ roles: BOUNDARY }, { Cluster: { Type: 'AWS::ECS::Cluster' }, Role: ROLE });
  const { code, stdout } = await command('dev');
  expect(code).toBe(0);
  const policies = 'arn:aws:iam::111111111111:policy/udp-service-dns-dev-execution-1';
  expect(stdout).toContain(
    `npx cdk bootstrap aws://111111111111/eu-west-1 --cloudformation-execution-policies ${policies} --custom-permissions-boundary udp-service-dns-dev-execution-boundary`,
  );
  expect(stdout).toContain('--template-file bootstrap-dev.json --capabilities CAPABILITY_NAMED_IAM');
  const { Resources } = JSON.parse(readFileSync(join(directory, 'bootstrap-dev.json'), 'utf8'));
  expect(Object.keys(Resources)).toEqual(['Execution1', 'ExecutionBoundary', 'RoleBoundary']);
});

test('a qualifier of its own stands in the command', async () => {
  const stages = [{ name: 'dev', account: '111111111111', region: 'eu-west-1', bootstrapQualifier: 'acme' }];
  repository({ roles: BOUNDARY, stages }, { Role: ROLE });
  expect((await command('dev')).stdout).toContain('--qualifier acme --toolkit-stack-name CDKToolkit-acme');
});

test('what is not covered is named, and can be added', async () => {
  repository({ roles: BOUNDARY }, { Store: { Type: 'AWS::Acme::Store' }, Role: ROLE });
  const { code, stdout } = await command('dev', '--output', 'out.json');
  expect([code, stdout]).toEqual([1, expect.stringContaining('! Not covered: what AWS::Acme::Store needs')]);
  await command('dev', '--output', 'out.json', '--also', 'acme:CreateStore');
  expect(readFileSync(join(directory, 'out.json'), 'utf8')).toContain('"acme:CreateStore"');
  expect(await command('dev', '--also', 'iam:*')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('never added'),
  });
});

test('without a boundary of the roles nothing is written', async () => {
  repository({}, { Role: { Type: 'AWS::IAM::Role', Properties: {} } });
  const { code, stderr } = await command('dev');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("permissionsBoundary: 'udp-service-dns-dev-role-boundary'"),
  ]);
  expect(() => readFileSync(join(directory, 'bootstrap-dev.json'))).toThrow(/ENOENT/);
});
