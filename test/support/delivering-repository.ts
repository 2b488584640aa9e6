import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwsTarget, EmulatedAws } from './emulated-aws';
import { FastAws } from './fast-aws';
import { completeLockfile, mustRunIn, projenNew } from './packed';
import {
  actionStandIns,
  GithubSite,
  type RunWorkflowOptions,
  runWorkflow,
  type WorkflowRecord,
} from './workflow-runner';

export const TEST: AwsTarget = { account: '111111111111', region: 'eu-west-1' };
export const PROD: AwsTarget = { account: '222222222222', region: 'eu-central-1' };
/** Port of the listener in production. */
const PROD_PORT = 15353;
/** On loopback, so that who sends to an address of the load balancer reaches a server of this test, and of this run alone. */
const PREFIX = `127.${16 + (process.pid % 200)}`;
const NETWORK = `${PREFIX}.0.0/16`;
/** The addresses of the load balancer in production, one a zone. */
export const ADDRESSES: readonly string[] = [`${PREFIX}.1.10`, `${PREFIX}.2.10`];
/** Address of a task in the first zone. */
export const TASK_ADDRESS = `${PREFIX}.1.77`;
const FAST_RUNNER = join(__dirname, 'stubs/fast-runner');

/**
 * A repository of the packed package whose workflows deploy to two emulated accounts, with somebody at every address:
 * to elastic addresses that clients anywhere reach, and to private ones of a network that is there.
 */
export class DeliveringRepository {
  /** Creates, configures and commits the repository; gives it an origin. */
  public static async create(): Promise<DeliveringRepository> {
    const [aws, fast] = await Promise.all([EmulatedAws.start(), FastAws.start()]);
    const repository = new DeliveringRepository(aws, fast);
    try {
      await repository.prepare();
      return repository;
    } catch (error) {
      await repository.remove();
      throw error;
    }
  }

  /** What GitHub holds of the repository: comments, issues, artifacts. */
  public readonly site = new GithubSite();
  /** Taken away with the repository. */
  public readonly temporary = mkdtempSync(join(tmpdir(), 'delivery-test-'));
  private readonly origin = join(this.temporary, 'origin.git');
  private dir = '';
  /**
   * Answers at the elastic addresses, which the emulator allocates anywhere on loopback: by TCP, because an answer to a
   * datagram would not come from the address that was asked.
   */
  private readonly everywhere = createServer((socket) => socket.end());
  private readonly servers = new Map<string, dgram.Socket>();

  private constructor(
    public readonly aws: EmulatedAws,
    private readonly fast: FastAws,
  ) {}

  /** Port of the listener before production: a free one. */
  public get port(): number {
    return (this.everywhere.address() as AddressInfo).port;
  }

  public async remove(): Promise<void> {
    this.silence([...this.servers.keys()]);
    this.everywhere.close();
    await this.aws.stop();
    this.fast.stop();
    this.site.close();
    rmSync(this.temporary, { recursive: true, force: true });
  }

  /** Runs a workflow of the default branch. */
  public run(workflow: string, options: Partial<RunWorkflowOptions> = {}): Promise<WorkflowRecord> {
    const cache = join(this.temporary, 'cache');
    mkdirSync(cache, { recursive: true });
    return runWorkflow({
      workflow: `.github/workflows/${workflow}.yml`,
      origin: this.origin,
      event: 'push',
      actions: actionStandIns(this.aws),
      env: { ...this.aws.env(), FAST_RUNNER_CACHE: cache, npm_config_prefer_offline: 'true' },
      path: [FAST_RUNNER, ...this.fast.path],
      site: this.site,
      ...options,
    });
  }

  /** Starts a workflow by hand. */
  public dispatch(workflow: string, inputs: Record<string, string>): Promise<WorkflowRecord> {
    return this.run(workflow, { event: 'workflow_dispatch', inputs });
  }

  public async git(...args: string[]): Promise<string> {
    return (await mustRunIn(this.dir, 'git', args)).stdout.trim();
  }

  /** Changes the options, runs projen and commits. */
  public async change(from: string, to: string, message: string): Promise<void> {
    const file = join(this.dir, '.projenrc.ts');
    const before = readFileSync(file, 'utf8');
    if (!before.includes(from)) throw new Error(`.projenrc.ts has no '${from}'`);
    writeFileSync(file, before.replace(from, to));
    await mustRunIn(this.dir, 'npx', ['projen']);
    await this.commit(message);
  }

  /** Brings the default branch to the origin. */
  public async push(): Promise<void> {
    await this.git('push', '--quiet', '--force', 'origin', 'HEAD:refs/heads/main');
  }

  /** A change of the options, merged into the branch `merged` of the origin as GitHub merges a pull request to test it. */
  public async pullRequest(from: string, to: string): Promise<void> {
    const base = await this.git('rev-parse', 'HEAD');
    await this.git('checkout', '--quiet', '-b', 'topic');
    await this.change(from, to, 'Change something');
    await this.git('checkout', '--quiet', '-b', 'merged', base);
    await this.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'topic');
    await this.git('push', '--quiet', 'origin', 'merged');
    await this.git('checkout', '--quiet', '-B', 'main', base);
  }

  /** Puts behind addresses of production what sends back whatever it gets. */
  public async serve(addresses: readonly string[]): Promise<void> {
    for (const address of addresses) {
      const server = dgram.createSocket('udp4', (question, sender) =>
        server.send(question, sender.port, sender.address),
      );
      server.bind(PROD_PORT, address);
      await once(server, 'listening');
      this.servers.set(address, server);
    }
  }

  /** Takes away what answers at addresses of production. */
  public silence(addresses: readonly string[]): void {
    for (const address of addresses) {
      this.servers.get(address)?.close();
      this.servers.delete(address);
    }
  }

  private async prepare(): Promise<void> {
    this.everywhere.listen(0, '0.0.0.0');
    const [{ result, dir }, network] = await Promise.all([
      projenNew(),
      readyAccounts(this.aws),
      this.serve(ADDRESSES),
      once(this.everywhere, 'listening'),
    ]);
    if (result.code !== 0) throw new Error(result.output);
    this.dir = dir;
    this.configure(network);
    for (const task of [[], ['test:update'], ['biome']]) await mustRunIn(dir, 'npx', ['projen', ...task]);
    await completeLockfile(dir);
    await this.commit('Serve in two stages');
    await this.git('clone', '--quiet', '--bare', dir, this.origin);
    await this.git('remote', 'add', 'origin', this.origin);
  }

  private configure(network: object): void {
    const roles = ({ account }: AwsTarget) =>
      Object.fromEntries(
        ['deploy', 'drift', 'diff'].map((name) => [`${name}RoleArn`, `arn:aws:iam::${account}:role/${name}`]),
      );
    const deletionProtection = false;
    const open = { addresses: { elastic: true }, clients: { anywhere: true } };
    const stages = [
      {
        ...{ name: 'test', ...TEST, ...roles(TEST), ...open },
        loadBalancer: { scheme: 'Scheme.INTERNET_FACING', deletionProtection },
      },
      {
        ...{ name: 'prod', ...PROD, ...roles(PROD), ...network },
        ports: [{ port: PROD_PORT, probe: 'Probe.ECHO' }],
        loadBalancer: { deletionProtection },
        smokeTest: { from: 'SmokeTestFrom.RUNNER', timeoutSeconds: 5 },
      },
    ];
    const members = /"((?:Probe|Scheme|SmokeTestFrom)\.[A-Z_]+)"/g;
    const options = `  stages: ${JSON.stringify(stages).replace(members, '$1')},
  ports: [{ port: ${this.port}, protocol: Protocol.TCP_UDP }],
  task: { cpu: 256 },
  smokeTest: { timeoutSeconds: 5 },
`;
    const file = join(this.dir, '.projenrc.ts');
    const projenrc = readFileSync(file, 'utf8')
      .replace(/import \{ UdpServiceProject \}/, 'import { Probe, Protocol, Scheme, SmokeTestFrom, UdpServiceProject }')
      .replace(/ {2}name: 'my-service',\n/, (name) => name + options);
    writeFileSync(file, projenrc);
  }

  private async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
  }
}

/** Two bootstrapped accounts, and in that of production a network whose subnets lie on loopback: the options that name it. */
async function readyAccounts(aws: EmulatedAws): Promise<object> {
  await Promise.all([TEST, PROD].map((target) => aws.bootstrap(target)));
  return addNetwork(aws, PROD);
}

async function addNetwork(aws: EmulatedAws, target: AwsTarget): Promise<object> {
  const ec2 = <T>(operation: string, args: Record<string, unknown>) => aws.call<T>(target, 'ec2', operation, args);
  const { Vpc } = await ec2<{ Vpc: { VpcId: string } }>('create_vpc', { CidrBlock: NETWORK });
  await ec2('modify_vpc_attribute', { VpcId: Vpc.VpcId, EnableDnsHostnames: { Value: true } });
  const zones = ['a', 'b'].map((letter) => `${target.region}${letter}`);
  const loadBalancerSubnets = [];
  for (const [index, zone] of zones.entries()) {
    const { Subnet } = await ec2<{ Subnet: { SubnetId: string } }>('create_subnet', {
      VpcId: Vpc.VpcId,
      CidrBlock: `${PREFIX}.${index + 1}.0/24`,
      AvailabilityZone: zone,
    });
    loadBalancerSubnets.push({ subnetId: Subnet.SubnetId, zone });
  }
  return {
    network: { vpcId: Vpc.VpcId, vpcCidr: NETWORK, loadBalancerSubnets },
    addresses: { privateIps: Object.fromEntries(zones.map((zone, index) => [zone, ADDRESSES[index]])) },
  };
}
