import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { mustRun } from './run';

const ROOT = resolve(__dirname, '../..');
const EMULATOR = join(ROOT, 'test/e2e/emulated_aws');
const CALLS = join(ROOT, 'test/e2e/aws_calls.py');
const DOCKER_STUB = join(ROOT, 'test/support/stubs/bin/docker');
const START_TIMEOUT = 60_000;

/** The account that the emulator's default credentials belong to. */
export const CALLER_ACCOUNT = '123456789012';

/** One call of the AWS SDK. */
export interface AwsCall {
  readonly service: string;
  /** Operation in the SDK's spelling: `describe_load_balancers`. */
  readonly operation: string;
  readonly region: string;
  readonly arguments?: Record<string, unknown>;
}

/** Where calls go to. */
export interface AwsTarget {
  readonly account: string;
  readonly region: string;
}

/** Temporary credentials as environment variables. */
export type Credentials = Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN', string>>;

const DEFAULT_CREDENTIALS: Credentials = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_SESSION_TOKEN: 'testing',
};

/** moto's server on loopback, for the AWS SDK and the real CDK CLI. */
export class EmulatedAws {
  /** Starts a server on a free port. */
  static async start(): Promise<EmulatedAws> {
    const server = spawn('python3', ['-B', EMULATOR], { stdio: ['pipe', 'pipe', 'pipe'] });
    const complaints: string[] = [];
    server.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
    const endpoint = await new Promise<string>((started, failed) => {
      const fail = (why: string) => failed(new Error(`The emulated AWS ${why}:\n${complaints.join('')}`));
      const timer = setTimeout(() => {
        server.kill('SIGKILL');
        fail(`printed no endpoint within ${START_TIMEOUT} ms`);
      }, START_TIMEOUT);
      createInterface(server.stdout).once('line', (line) => {
        clearTimeout(timer);
        started(line.trim());
      });
      server.once('error', (error) => fail(`could not be started (${error.message})`));
      server.once('exit', (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
    });
    return new EmulatedAws(server, endpoint, complaints);
  }

  private readonly folder = mkdtempSync(join(tmpdir(), 'emulated-aws-'));

  private constructor(
    private readonly server: ChildProcess,
    /** Endpoint of every service. */
    readonly endpoint: string,
    private readonly complaints: string[],
  ) {}

  /** Environment in which AWS SDKs and the CDK CLI talk to the emulator, and `docker` is a recording stand-in. */
  env(credentials: Credentials = DEFAULT_CREDENTIALS, region = 'us-east-1'): NodeJS.ProcessEnv {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name)));
    return {
      ...inherited,
      ...credentials,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_HOME: this.folder,
      CDK_DOCKER: DOCKER_STUB,
      DOCKER_STUB_STATE: join(this.folder, 'docker'),
    };
  }

  /** Arguments of every `docker` call so far. */
  dockerCalls(): string[] {
    try {
      return readFileSync(join(this.folder, 'docker/calls.log'), 'utf8').trimEnd().split('\n');
    } catch {
      return [];
    }
  }

  /** What the emulator complained about, for a failing test's message. */
  log(): string {
    return this.complaints.join('');
  }

  /** Credentials of another account. */
  async assumeAccount(account: string): Promise<Credentials> {
    if (account === CALLER_ACCOUNT) {
      return DEFAULT_CREDENTIALS;
    }
    return this.assumeRole(`arn:aws:iam::${account}:role/test`, 'end-to-end');
  }

  /** Credentials of a role. */
  async assumeRole(role: string, session: string, as: NodeJS.ProcessEnv = DEFAULT_CREDENTIALS): Promise<Credentials> {
    const [answer] = await this.callAs(as as Credentials, [
      {
        service: 'sts',
        operation: 'assume_role',
        region: 'us-east-1',
        arguments: { RoleArn: role, RoleSessionName: session },
      },
    ]);
    return credentialsOf(role, answer);
  }

  /** Credentials of a role for the identity of a job: a token with the given claims, whose signature nobody looks at. */
  async assumeRoleWithWebIdentity(
    role: string,
    session: string,
    claims: Readonly<Record<string, string>>,
  ): Promise<Credentials> {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const [answer] = await this.callAs(DEFAULT_CREDENTIALS, [
      {
        service: 'sts',
        operation: 'assume_role_with_web_identity',
        region: 'us-east-1',
        arguments: {
          RoleArn: role,
          RoleSessionName: session,
          WebIdentityToken: `${encode({ alg: 'none' })}.${encode(claims)}.none`,
        },
      },
    ]);
    return credentialsOf(role, answer);
  }

  /** From now on a call needs the permission of its credentials; what a role may is only known for its first calls. */
  async enforcePermissions(): Promise<void> {
    const answer = await fetch(`${this.endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });
    if (!answer.ok) throw new Error(`The emulated AWS does not enforce permissions: ${await answer.text()}`);
  }

  /** `cdk bootstrap` by the real CLI; the account trusts the caller's account. */
  async bootstrap(target: AwsTarget, qualifier?: string): Promise<void> {
    const environment = `aws://${target.account}/${target.region}`;
    const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const trust = ['--trust', CALLER_ACCOUNT, '--cloudformation-execution-policies', policy];
    const named = qualifier ? ['--qualifier', qualifier, '--toolkit-stack-name', `CDKToolkit-${qualifier}`] : [];
    await mustRun(process.execPath, [cdkCli(ROOT), 'bootstrap', environment, ...trust, ...named, '--no-notices'], {
      cwd: this.folder,
      env: this.env(await this.assumeAccount(target.account), target.region),
    });
  }

  /** Calls the AWS SDK in an account; the answers come in the order of the calls. */
  async calls<T = unknown>(account: string, calls: readonly AwsCall[]): Promise<T[]> {
    return this.callAs(await this.assumeAccount(account), calls);
  }

  /** One call of the AWS SDK. */
  async call<T>(target: AwsTarget, service: string, operation: string, args: Record<string, unknown> = {}): Promise<T> {
    const [answer] = await this.calls<T>(target.account, [
      { service, operation, region: target.region, arguments: args },
    ]);
    return answer;
  }

  /** The next change set of the stack fails at the resource and is rolled back. */
  async failNextDeployment(target: AwsTarget, stack: string, resource: string, reason: string): Promise<void> {
    await this.control(target, `/emulated-aws/fail/${stack}`, { LogicalResourceId: resource, Reason: reason });
  }

  /** Which tasks of the stack's service have stopped, or how its targets fare, from now on. */
  async say(target: AwsTarget, about: 'tasks' | 'targets', stack: string, what: readonly object[]): Promise<void> {
    await this.control(target, `/emulated-aws/${about}/${stack}`, what);
  }

  /** What drift detection finds in the stack from now on. */
  async drift(target: AwsTarget, stack: string, resourceDrifts: readonly object[]): Promise<void> {
    await this.control(target, `/emulated-aws/drift/${stack}`, resourceDrifts);
  }

  /** Ends the server and removes its files. */
  async stop(): Promise<void> {
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const ended = new Promise((done) => this.server.once('close', done));
      this.server.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async control(target: AwsTarget, name: string, value: unknown): Promise<void> {
    const parameter = { Name: name, Value: JSON.stringify(value), Type: 'String', Overwrite: true };
    await this.call(target, 'ssm', 'put_parameter', parameter);
  }

  /** Calls the AWS SDK with credentials; the answers come in the order of the calls. */
  async callAs<T = unknown>(credentials: Credentials, calls: readonly AwsCall[]): Promise<T[]> {
    const input = JSON.stringify(calls.map((call) => ({ arguments: {}, ...call })));
    const { stdout } = await mustRun('python3', [CALLS], { env: this.env(credentials), input });
    return JSON.parse(stdout) as T[];
  }
}

function credentialsOf(role: string, answer: unknown): Credentials {
  const { Credentials: credentials, Error: refusal } = answer as {
    Credentials?: Record<string, string>;
    Error?: { Message: string };
  };
  if (!credentials) throw new Error(`The role ${role} could not be assumed: ${refusal?.Message}`);
  return {
    AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: credentials.SessionToken,
  };
}

/** The CDK CLI of a project's own node_modules. */
export function cdkCli(project: string): string {
  return join(project, 'node_modules/aws-cdk/bin/cdk');
}
