import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployed, deployInDefaultVpc } from '../support/deployed';
import { type RunResult, run } from '../support/run';
import { describeWith } from '../support/tools';

/** Commands of the second generation of the AWS CLI, which not every machine has. */
const SECOND_GENERATION = /^aws logs tail /;
/** What the emulated AWS does not answer. */
const NOT_EMULATED = /^aws application-autoscaling describe-scaling-activities /;

interface Container {
  readonly name: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

describeWith(['moto', 'aws', 'jq'], 'the commands of docs/service.md', () => {
  let deployed: Deployed;
  let document: string;
  beforeAll(async () => {
    deployed = await deployInDefaultVpc();
    document = readFileSync(join(deployed.directory, 'docs/service.md'), 'utf8');
  }, 180_000);
  afterAll(() => deployed?.close());

  /** The blocks of shell below a heading. */
  const blocks = (heading: string): string[] => {
    const [, section] = document.split(`### ${heading}\n`);
    return [...section.split(/^### /m)[0].matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text);
  };
  const shell = (script: string): Promise<RunResult> =>
    run('sh', ['-c', script], { env: deployed.aws.env(), cwd: deployed.directory });

  /** The task definition that the service runs, and the environment of its containers. */
  async function running(): Promise<{ arn: string; containers: readonly Container[] }> {
    const call = <T>(operation: string, args: object) =>
      deployed.aws.call<T>(deployed.target, 'ecs', operation, { ...args });
    const { clusterArns } = await call<{ clusterArns: string[] }>('list_clusters', {});
    const [cluster] = clusterArns;
    const { serviceArns } = await call<{ serviceArns: string[] }>('list_services', { cluster });
    const { services } = await call<{ services: { taskDefinition: string }[] }>('describe_services', {
      cluster,
      services: serviceArns,
    });
    const arn = services[0].taskDefinition;
    const { taskDefinition } = await call<{ taskDefinition: { containerDefinitions: Container[] } }>(
      'describe_task_definition',
      { taskDefinition: arn },
    );
    return { arn, containers: taskDefinition.containerDefinitions };
  }

  test('the kill switch turns the gate always on, and back to the revision of the stack', async () => {
    const [on, off] = blocks('Overrule the health gate (kill switch)');
    const before = await running();
    expect(await shell(on)).toMatchObject({ code: 0, stderr: '' });
    const after = await running();
    expect(after.arn).not.toBe(before.arn);
    const [application, gate] = before.containers;
    expect(after.containers).toEqual([
      application,
      { ...gate, environment: [...gate.environment, { name: 'GATE_MODE', value: 'always' }] },
    ]);

    // Once more changes nothing more.
    expect(await shell(on)).toMatchObject({ code: 0 });
    expect((await running()).containers).toEqual(after.containers);

    expect(await shell(off)).toMatchObject({ code: 0, stderr: '' });
    expect((await running()).arn).toBe(before.arn);
  }, 120_000);

  test('the kill switch changes nothing where a step fails', async () => {
    const [on] = blocks('Overrule the health gate (kill switch)');
    const before = await running();
    const failed = await shell(on.replace('STACK=echo-dev-service', 'STACK=gone'));
    expect(failed.code).not.toBe(0);
    expect(await running()).toEqual(before);
  }, 60_000);

  test('what to do first of each alarm, and of what else is wrong, runs with the names of this stage', async () => {
    const trouble = document.slice(document.indexOf('## When something is wrong'), document.indexOf('## Cost drivers'));
    const scripts = [...trouble.matchAll(/^( *)```sh\n([\s\S]*?)^ *```/gm)].map(([, , text]) => text);
    const names = scripts.find((text) => text.includes('STACK=')) ?? '';
    const lines = scripts.filter((text) => text !== names).flatMap((text) => text.split('\n'));
    const commands = [...new Set(lines.map((line) => line.trim()))].filter((line) => /^(aws|for) /.test(line));
    expect(commands.length).toBeGreaterThan(8);
    const known = commands.filter((line) => !SECOND_GENERATION.test(line) && !NOT_EMULATED.test(line));
    // The first that fails ends it, and the trace says which it was.
    const { code, stdout, stderr } = await shell(`set -eux\n${[names, ...known].join('\n')}`);
    expect([code, code === 0 ? '' : stderr.split('\n').slice(-5)]).toEqual([0, '']);
    for (const answer of ['TargetHealthDescriptions', 'SecurityGroupRuleId', 'LoadBalancerArn', 'PRIMARY']) {
      expect(stdout).toContain(answer);
    }
    expect(stdout).not.toContain('None');
  }, 240_000);

  test('every other command is one that the AWS CLI understands', async () => {
    const commands = [...document.matchAll(/```sh\n([\s\S]*?)```/g)]
      .map(([, text]) => text)
      .filter((text) => !text.startsWith('('))
      .concat([...document.matchAll(/`(aws [^`]+)`/g)].map(([, text]) => text))
      .flatMap((text) => text.split(/\n|&&/))
      .map((text) => text.trim())
      .filter((text) => text.startsWith('aws ') && !SECOND_GENERATION.test(text))
      // Deleting comes last, and what is deleted is not there: the command line alone is what is judged.
      .map((text) => text.replaceAll('echo-dev-', 'gone-').replace(/<[\w ]+>/g, 'some'));
    expect(commands.length).toBeGreaterThan(8);
    for (const command of new Set(commands)) {
      const { stderr } = await shell(command);
      expect([command, /usage:|Unknown options|Invalid choice|Bad value for --query/.exec(stderr)?.[0]]).toEqual([
        command,
        undefined,
      ]);
    }
  }, 240_000);
});
