import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Extensions } from '../../blueprint/src/template/extension-points';
import type { Stage } from '../../blueprint/src/template/model';
import { INVARIANTS, subjectOf } from '../../blueprint/test/template/support/invariants';
import { resources } from '../../blueprint/test/template/support/repository';
import * as dynamodb from '../../docs/recipes/dynamodb';
import * as efs from '../../docs/recipes/efs';
import * as firelens from '../../docs/recipes/firelens';
import * as secondAlarmAction from '../../docs/recipes/second-alarm-action';
import * as sidecar from '../../docs/recipes/sidecar';
import { serviceOf, stage } from './support/services';
import { type Synthesis, synthesize, theResource } from './support/synthesis';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'docs/recipes');
const NETWORK = stage().network;
const ISOLATED: Partial<Stage> = {
  network: NETWORK.source === 'created' ? { ...NETWORK, preset: 'isolated' } : NETWORK,
};

/** The recipes name directories relative to the repository. */
const before = process.cwd();
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'recipes-'));
  mkdirSync(join(directory, 'exporter'));
  writeFileSync(join(directory, 'exporter', 'Dockerfile'), 'FROM scratch\n');
  process.chdir(directory);
});
afterAll(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});

/** A stage with a recipe; what holds for every service must still hold. */
function cook(extensions: Extensions, overrides: Partial<Stage> = {}): Synthesis {
  const cooked = stage(overrides);
  const synthesis = synthesize(serviceOf(cooked), { extensions, validateTemplates: true });
  const subject = subjectOf(cooked, synthesis.templates);
  for (const check of Object.values(INVARIANTS)) check(subject);
  expect(synthesis.messages).toEqual([]);
  expect(synthesis.printed).toEqual([]);
  return synthesis;
}

function containers(synthesis: Synthesis): Record<string, Record<string, unknown>> {
  const { ContainerDefinitions } = theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties;
  return Object.fromEntries(ContainerDefinitions.map((one: { Name: string }) => [one.Name, one]));
}

/** What the application may do. */
function actions(synthesis: Synthesis): string[] {
  return resources(synthesis.templates, 'AWS::IAM::Policy')
    .filter(([id]) => id.includes('RolesTaskRole'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }: { Action: string | string[] }) => Action)
    .sort();
}

test('docs/customising.md shows every recipe as it is compiled here, with the import of a repository', () => {
  const text = readFileSync(join(ROOT, 'docs/customising.md'), 'utf8');
  for (const name of readdirSync(FOLDER)) {
    const shown = readFileSync(join(FOLDER, name), 'utf8').replace('../../blueprint/src/', './');
    expect(text).toContain(`\`\`\`ts\n${shown}\`\`\``);
  }
});

test('docs/customising.md names every hook and every handle', () => {
  const text = readFileSync(join(ROOT, 'docs/customising.md'), 'utf8');
  const source = readFileSync(join(ROOT, 'blueprint/src/template/extension-points.ts'), 'utf8');
  const hooks = [...source.matchAll(/^ {2}(\w+)\?\(/gm)].map(([, name]) => name);
  const handles = [...source.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
  expect(hooks).toHaveLength(7);
  expect(handles.length).toBeGreaterThan(25);
  expect([...hooks, ...handles].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test('dynamodb: two actions on one table, and an endpoint where tasks have no other way', () => {
  const synthesis = cook(dynamodb.extensions, ISOLATED);
  expect(actions(synthesis)).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  expect(theResource(synthesis, 'AWS::DynamoDB::GlobalTable').DeletionPolicy).toBe('Retain');
  const endpoints = (one: Synthesis) =>
    resources(one.templates, 'AWS::EC2::VPCEndpoint').filter(([, { Properties }]) =>
      JSON.stringify(Properties.ServiceName).includes('dynamodb'),
    );
  expect(endpoints(synthesis)).toHaveLength(1);
  expect(endpoints(cook(dynamodb.extensions))).toEqual([]);
});

test('sidecar: it stops after the gate and before the application', () => {
  const { exporter, 'health-gate': gate } = containers(cook(sidecar.extensions));
  expect(exporter).toMatchObject({ Essential: false, DependsOn: [{ ContainerName: 'app', Condition: 'START' }] });
  expect(gate.DependsOn).toEqual([
    { ContainerName: 'app', Condition: 'START' },
    { ContainerName: 'exporter', Condition: 'START' },
  ]);
});

test('firelens: the application writes to the router, the router and the gate to CloudWatch Logs', () => {
  const synthesis = cook(firelens.extensions);
  const { app, 'log-router': router, 'health-gate': gate } = containers(synthesis);
  expect(app.LogConfiguration).toMatchObject({
    LogDriver: 'awsfirelens',
    Options: { Name: 'kinesis_firehose', delivery_stream: 'central-logs' },
  });
  expect(router).toMatchObject({
    FirelensConfiguration: { Type: 'fluentbit' },
    LogConfiguration: { LogDriver: 'awslogs' },
  });
  expect(gate.LogConfiguration).toMatchObject({ LogDriver: 'awslogs' });
  expect(actions(synthesis)).toEqual(['firehose:PutRecordBatch']);
});

test('efs: an encrypted file system that only the tasks reach, mounted by their role', () => {
  const synthesis = cook(efs.extensions, ISOLATED);
  expect(containers(synthesis).app.MountPoints).toEqual([
    { ContainerPath: '/data', ReadOnly: false, SourceVolume: 'data' },
  ]);
  expect(resources(synthesis.templates, 'AWS::EFS::MountTarget')).toHaveLength(2);
  expect(actions(synthesis)).toEqual(['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']);
  const [[, rule]] = resources(synthesis.templates, 'AWS::EC2::SecurityGroupIngress').filter(
    ([, { Properties }]) => Properties.FromPort === 2049,
  );
  const { SecurityGroups } = theResource(synthesis, 'AWS::ECS::Service').Properties.NetworkConfiguration
    .AwsvpcConfiguration;
  expect(rule.Properties.SourceSecurityGroupId).toEqual(SecurityGroups[0]);
});

test('second alarm action: production alarms get it beside the action that they have', () => {
  const alarms = (overrides: Partial<Stage>) => {
    const { templates } = cook(secondAlarmAction.extensions, overrides);
    const all = resources(templates, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const [watching, scaling] = [true, false].map((named) =>
      all.filter(({ AlarmName }) => Boolean(AlarmName) === named),
    );
    return { watching, scaling };
  };
  const production = alarms({ production: true });
  expect(production.watching.length).toBeGreaterThan(5);
  for (const { AlarmActions } of production.watching) expect(AlarmActions).toEqual([expect.anything(), onCall()]);
  for (const { AlarmActions } of production.scaling) expect(AlarmActions).toHaveLength(1);
  for (const { AlarmActions } of alarms({}).watching) expect(AlarmActions).toHaveLength(1);
});

function onCall(): unknown {
  const reference = (name: string) => ({ Ref: `AWS::${name}` });
  const parts = ['arn:', reference('Partition'), ':sns:', reference('Region'), ':', reference('AccountId'), ':on-call'];
  return { 'Fn::Join': ['', parts] };
}
