import type { Level } from '../../src/model/levels';
import type { FleetVersion } from './support/build-versions';
import { layoutBefore } from './support/layout-before';
import type { SourceEdit } from './support/source-edit';

/** Writes a migration and takes it into the registry. */
function migration(id: string, title: string, imports: string, changes: string): SourceEdit[] {
  const name = `m${id.replace(/\W+/g, '_')}`;
  return [
    {
      path: `src/lifecycle/migrations/history/${id}.ts`,
      content: `import { ${imports} } from '../changes';
import type { Migration } from '../migration';

export const ${name}: Migration = {
  id: '${id}',
  version: '${id.split('-')[0]}',
  title: ${JSON.stringify(title)},
  changes: [${changes}],
};
`,
    },
    {
      path: 'src/lifecycle/migrations/registry.ts',
      from: "import type { Migration } from './migration';\n",
      to: `import { ${name} } from './history/${id}';\nimport type { Migration } from './migration';\n`,
    },
    {
      path: 'src/lifecycle/migrations/registry.ts',
      from: /(MIGRATIONS: readonly Migration\[\] = \[)(.*)\];/,
      to: `$1$2, ${name}];`,
    },
  ];
}

/** Renames an option and a member of an enum, takes another option out, changes a managed file and adds one. */
const NAMES: FleetVersion = {
  version: '1.1.0',
  notes: 'The interval of the health check is `everySeconds` now. The health gate says who it is.',
  impact: 'in-place',
  edits: [
    {
      path: 'src/options/health-options.ts',
      from: 'readonly intervalSeconds?: number;',
      to: 'readonly everySeconds?: number;',
    },
    {
      path: 'src/service/resolve/health.ts',
      from: '{ intervalSeconds = 10,',
      to: '{ everySeconds: intervalSeconds = 10,',
    },
    {
      path: 'src/options/network-options.ts',
      from: "INTERNET_FACING = 'internet-facing'",
      to: "PUBLIC = 'internet-facing'",
    },
    { path: 'src/service/resolve/load-balancer.ts', from: /Scheme\.INTERNET_FACING/g, to: 'Scheme.PUBLIC' },
    {
      path: 'src/options/udp-service-project-options.ts',
      from: 'readonly localCommand?: string;',
      to: 'readonly localProgram?: string;',
    },
    { path: 'src/udp-service-project.ts', from: 'typed.localCommand', to: 'typed.localProgram' },
    { path: 'blueprint/health/gate.py', from: '"""Health gate:', to: '# The gate of 1.1.0\n"""Health gate:' },
    {
      path: 'blueprint/src/template/passing.ts',
      content: '/** A managed file that the next version does without. */\nexport const PASSING = true;\n',
    },
    ...migration(
      '1.1.0-names',
      "The interval of the health check is called 'everySeconds', the scheme for the internet 'PUBLIC'.",
      'removedOption, renamedEnumMember, renamedOption',
      `renamedOption({ from: 'healthCheck.intervalSeconds', to: 'healthCheck.everySeconds', perStage: true }),
    renamedEnumMember({ enumeration: 'Scheme', from: 'INTERNET_FACING', to: 'PUBLIC' }),
    removedOption({ path: 'localCommand', reason: 'localProgram serves instead, which is found by itself' })`,
    ),
  ],
};

/** Moves an owned file, hands a managed one over, takes an owned one over, does without a managed one. */
const FILES: FleetVersion = {
  version: '1.2.0',
  notes: 'Extensions stand in `src/hooks.ts`. The Dockerfile of the gate is yours, that of the sample is ours.',
  impact: 'in-place',
  edits: [
    { path: 'blueprint/src/extensions.ts', moveTo: 'blueprint/src/hooks.ts' },
    ...['src/main.ts', 'test/template/invariants.test.ts', 'test/template/stages.test.ts'].map(
      (path): SourceEdit => ({ path: `blueprint/${path}`, from: /\/extensions'/, to: "/hooks'" }),
    ),
    { path: 'src/files/paths.ts', from: "'src/extensions.ts'", to: "'src/hooks.ts'" },
    { path: 'blueprint/src/template/passing.ts', remove: true },
    {
      path: 'src/project/health-gate.ts',
      from: "new ManagedFile(project, path, 'What it checks is said by the options of the ports.');",
      to: `if (path.endsWith('Dockerfile')) new OwnedFile(project, path, blueprintFile(path));
      else new ManagedFile(project, path, 'What it checks is said by the options of the ports.');`,
    },
    {
      path: 'src/project/health-gate.ts',
      from: "import { blueprintFiles } from './blueprint';",
      to: "import { blueprintFile, blueprintFiles } from './blueprint';\nimport { OwnedFile } from './ownership/owned-file';",
    },
    {
      path: 'src/project/application-sample.ts',
      from: '    for (const directory of directories) {\n',
      to: `    if (directories.has('app')) new ManagedFile(project, 'app/Dockerfile', 'Another image: the option image.');
    for (const directory of directories) {
`,
    },
    {
      path: 'src/project/application-sample.ts',
      from: "for (const path of blueprintFiles('app')) {",
      to: "for (const path of blueprintFiles('app').filter((one) => one !== 'app/Dockerfile')) {",
    },
    {
      path: 'src/project/application-sample.ts',
      from: 'import { OwnedFile }',
      to: "import { ManagedFile } from './managed-file';\nimport { OwnedFile }",
    },
    ...migration(
      '1.2.0-files',
      'Extensions stand in src/hooks.ts; app/Dockerfile is written by the template, health/Dockerfile by you.',
      'handedOverFile, movedFile, takenOverFile',
      `movedFile({ from: 'src/extensions.ts', to: 'src/hooks.ts' }),
    handedOverFile('health/Dockerfile'),
    takenOverFile({ path: 'app/Dockerfile', keepAs: 'app/Dockerfile.mine' })`,
    ),
  ],
};

/** Where the cluster is created, and where it moves to. */
const CLUSTER = {
  path: 'blueprint/src/template/parts/service.ts',
  from: "createCluster(scope, 'Cluster', {",
  to: "createCluster(new Construct(scope, 'Compute'), 'Cluster', {",
};
const IMPORT_CONSTRUCT: SourceEdit = {
  path: 'blueprint/src/template/parts/service.ts',
  from: "import { CfnOutput, Stack } from 'aws-cdk-lib/core';\nimport type { Construct } from 'constructs';\n",
  to: "import { type CfnElement, CfnOutput, Stack } from 'aws-cdk-lib/core';\nimport { Construct } from 'constructs';\n",
};

/** What is switched by name, and what it declares. */
export const BEHAVIOUR = { name: 'bucketList', impact: 'broadens' } as const;

/** Moves a construct and keeps its logical ID, and adds a behaviour that is off where it was not asked for. */
const CONSTRUCTS: FleetVersion = {
  version: '1.3.0',
  notes: `The task may list buckets, where the behaviour \`${BEHAVIOUR.name}\` is on.`,
  edits: [
    IMPORT_CONSTRUCT,
    CLUSTER,
    {
      path: 'blueprint/test/template/support/nag-acknowledgements.ts',
      from: 'service\\/Cluster',
      to: 'service\\/Compute\\/Cluster',
    },
    {
      path: 'blueprint/src/template/parts/service.ts',
      from: '  const taskHandles = {',
      to: `  (cluster.node.defaultChild as CfnElement | undefined)?.overrideLogicalId('ClusterEB0386A7');
  if (stage.behaviours.includes('${BEHAVIOUR.name}')) {
    taskRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
  }
  const taskHandles = {`,
    },
    {
      path: 'blueprint/src/template/parts/service.ts',
      from: "import { Construct } from 'constructs';",
      to: "import { PolicyStatement } from 'aws-cdk-lib/aws-iam';\nimport { Construct } from 'constructs';",
    },
    {
      path: 'src/history/behaviours/registry.ts',
      from: 'BEHAVIOURS: readonly Behaviour[] = []',
      to: `BEHAVIOURS: readonly Behaviour[] = [
  {
    name: '${BEHAVIOUR.name}',
    summary: 'The task may list the buckets of the account.',
    since: '2027-01',
    impact: '${BEHAVIOUR.impact}',
    reversible: true,
    runbook: ['Switch it on.'],
  },
]`,
    },
    {
      path: 'src/options/behaviour-options.ts',
      from: 'export interface BehaviourOptions {}',
      to: `export interface BehaviourOptions {
  /**
   * The task may list the buckets of the account.
   *
   * @default - on since baseline 2027-01
   */
  readonly ${BEHAVIOUR.name}?: boolean;
}`,
    },
    {
      path: 'src/history/baselines/index.ts',
      from: "'2026-11': FEATURE_FLAGS_2026_11,",
      to: "'2026-11': FEATURE_FLAGS_2026_11,\n  '2027-01': FEATURE_FLAGS_2026_11,",
    },
  ],
};

/** Moves the cluster once more, and forgets its logical ID: what a release must not do without a behaviour. */
const CARELESS: FleetVersion = {
  version: '1.4.0-rc.1',
  notes: 'The cluster has another place.',
  edits: [{ path: CLUSTER.path, from: ".overrideLogicalId('ClusterEB0386A7')", to: ".overrideLogicalId('Cluster2')" }],
};

/** The package from its first version to its newest, each change as small as a release can be. */
export const VERSIONS: readonly FleetVersion[] = [
  {
    version: '0.0.0',
    notes: "Before the first release, when the template's files stood among the user's.",
    edits: [],
    repack: layoutBefore,
  },
  { version: '1.0.0', notes: "The first release. The template's files have folders of their own.", edits: [] },
  NAMES,
  FILES,
  CONSTRUCTS,
  CARELESS,
];

/** What the channel `latest` is at. */
export const LATEST = '1.3.0';

/** The channel of those who take what comes after it, where the careless one is. */
export const RING = 'next';

/** What the careless one does: another cluster, and with it another service. */
export const CARELESS_LEVEL: Level = 'replaces';
