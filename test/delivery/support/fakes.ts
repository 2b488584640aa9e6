import type { Aws } from '../../../src/clients/aws/cli';
import type { Access } from '../../../src/delivery/access';
import type { StageAssembly, StageStack } from '../../../src/delivery/assembly';
import type { JsonObject } from '../../../src/util/json';
import { ProcessError } from '../../../src/util/process';

type Answer = object | ((options: readonly string[]) => object);

/** AWS that answers as a test says; a call that nobody foresaw is an error of the test. */
export function fakeAws(answers: Readonly<Record<string, Answer>>): Aws {
  return <T>(service: string, operation: string, ...options: readonly string[]) => {
    const answer = answers[`${service} ${operation}`];
    if (answer === undefined) throw new Error(`unforeseen: aws ${service} ${operation} ${options.join(' ')}`);
    const value = typeof answer === 'function' ? answer(options) : answer;
    return value instanceof Error ? Promise.reject(value) : Promise.resolve(value as T);
  };
}

/** What AWS refuses. */
export function refusal(code: string, message = code): ProcessError {
  const printed = { stdout: '', stderr: `An error occurred (${code}): ${message}`, output: '' };
  return new ProcessError('aws', { kind: 'exit', code: 254 }, { tail: 'line' }, printed);
}

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
const ROLE = `arn:\${AWS::Partition}:iam::${ACCOUNT}:role/cdk-hnb659fds`;

export function accessWith(answers: Readonly<Record<string, Answer>>, overrides: Partial<Access> = {}): Access {
  const aws = fakeAws(answers);
  const caller = { account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/somebody`, partition: 'aws' };
  return { account: ACCOUNT, region: REGION, caller, aws, reader: aws, readerIn: () => aws, ...overrides };
}

export function stackWith(resources: JsonObject, overrides: Partial<StageStack> = {}): StageStack {
  return {
    id: 'dev-service',
    name: 'echo-dev-service',
    account: ACCOUNT,
    region: REGION,
    template: { Resources: resources },
    terminationProtection: false,
    roles: {
      deploy: `${ROLE}-deploy-role`,
      lookup: `${ROLE}-lookup-role`,
      publishing: [`${ROLE}-file-publishing-role`],
    },
    bootstrap: { parameter: '/cdk-bootstrap/hnb659fds/version', version: 8 },
    images: [],
    ...overrides,
  };
}

export function assemblyOf(...stacks: StageStack[]): StageAssembly {
  return { directory: 'cdk.out', stage: 'dev', stacks };
}

/** A task definition with containers. */
export function taskDefinition(containers: readonly JsonObject[], architecture = 'ARM64'): JsonObject {
  return {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: { ContainerDefinitions: [...containers], RuntimePlatform: { CpuArchitecture: architecture } },
  };
}
