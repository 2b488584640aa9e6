import type { Repository } from './support/repository';

/** A repository of the fleet: the one that `projen new` makes, with what its owner did to it. */
export interface FleetRepository {
  readonly name: string;
  /** What the owner does, with the options of the first version. */
  readonly edit: (repository: Repository) => Promise<void>;
  /** Why it cannot go back to the first version; absent where it can. */
  readonly oneWay?: RegExp;
  /** Versions whose change of what runs does not reach it, because the file is its own. */
  readonly spared?: readonly string[];
}

const withOptions =
  (options: string, imports = 'UdpServiceProject') =>
  (repository: Repository) =>
    repository.edit('.projenrc.ts', (text) =>
      text
        .replace(
          "import { UdpServiceProject } from 'projen-udp-service';",
          `import { ${imports} } from 'projen-udp-service';`,
        )
        .replace("  name: 'my-service',\n", (name) => `${name}${options}`),
    );

/** Options behind constants and spreads, with comments, as they grow over the years. */
const GROWN = `import { Protocol, Scheme, type StageOptions, UdpServiceProject } from 'projen-udp-service';

/* Everybody asks here:   do not reorder. */
const dns = { name: 'dns', port: 53, protocol: Protocol.TCP_UDP, containerPort: 5353 } as const;
const slow = { intervalSeconds: 30, timeoutSeconds: 5 }; // the application starts slowly
const stage = (name: string, account: string): StageOptions => ({
  name,
  account,
  region: 'eu-west-1',
  // biome-ignore format: quoted ever since
  healthCheck: name === 'prod' ? { ...slow } : { 'intervalSeconds': 15 /* s */ },
});

const project = new UdpServiceProject({
  baseline: '2026-11',
  devDeps: ['projen-udp-service'],
  name: 'my-service',
  projenrcTs: true,
  packageManager: PACKAGE_MANAGER,

  ports: [dns],
  healthCheck: slow,
  // it needs a port that is free
  localCommand: \`python3 app/server.py # \${dns.port} every \${slow.intervalSeconds} s\`,
  loadBalancer: { scheme: Scheme['INTERNET_FACING'] },
  clients: { cidrs: ['203.0.113.0/24'] },
  stages: ['dev', 'prod'].map((name) => stage(name, '111122223333')),
});
project.gitignore.exclude('/mine/');
project.synth();
`;

const EXTENSION = `import { Tags } from 'aws-cdk-lib/core';
import type { Extensions } from './extension-points';
import { OWNER } from './mine';

/** Ours:   keep the spaces. */
export const extensions: Extensions = {
  service({ service }) {
    Tags.of(service).add('owner', OWNER);
  },
};
`;

export const REPOSITORIES: readonly FleetRepository[] = [
  { name: 'default', edit: async () => undefined },
  {
    name: 'elastic addresses',
    edit: async (repository) =>
      withOptions(
        '  addresses: { elastic: true },\n  clients: { anywhere: true },\n  loadBalancer: { scheme: Scheme.INTERNET_FACING },\n',
        'Scheme, UdpServiceProject',
      )(repository),
  },
  {
    name: 'two stages',
    edit: async (repository) =>
      withOptions(`  stages: [
    { name: 'dev', account: '111122223333', region: 'eu-west-1' },
    { name: 'prod', account: '444455556666', region: 'eu-central-1', healthCheck: { intervalSeconds: 20 } },
  ],
`)(repository),
  },
  {
    name: 'heavy edits',
    oneWay: /the value that 'localCommand' had is not known any longer/,
    edit: async (repository) => {
      const manager = /packageManager: (\S+),/.exec(repository.read('.projenrc.ts'))?.[1];
      const imported = manager === undefined ? '' : "import { javascript } from 'projen';\n";
      repository.write(
        '.projenrc.ts',
        imported +
          GROWN.replace(
            '  packageManager: PACKAGE_MANAGER,\n',
            manager === undefined ? '' : `  packageManager: ${manager},\n`,
          ),
      );
      repository.write('src/extensions.ts', EXTENSION);
      repository.write('src/mine.ts', "export const OWNER = 'team';\n");
      repository.write(
        'test/mine.test.ts',
        "import { OWNER } from '../src/mine';\n\ntest('is ours', () => {\n  expect(OWNER).toBe('team');\n});\n",
      );
      repository.write('.github/workflows/mine.yml', 'on: workflow_dispatch\njobs: {}\n');
      repository.edit('app/Dockerfile', (text) => `${text}# ours\n`);
      repository.edit('app/server.py', (text) => `# ours\n${text}`);
      repository.edit('README.md', (text) => `${text}\n## Ours\n`);
      repository.edit('.gitignore', (text) => `${text}\n# ours\n/scratch/\n`);
    },
  },
  {
    name: 'released files',
    spared: ['1.1.0'],
    edit: async (repository) => {
      await repository.must('npx', '--no-install', 'udp-service', 'files', 'release', 'health/gate.py');
      repository.edit('health/gate.py', (text) => `# ours\n${text}`);
    },
  },
];
