import { ProjenStruct, Struct } from '@mrgrain/jsii-struct-builder';
import { cdk, JsonFile, javascript } from 'projen';

/** The smallest projen that exports `ActionRefs`; everything is compiled and tested against it. */
const MINIMUM_PROJEN = '0.103.23';

/** Options of `AwsCdkTypeScriptApp` that `UdpServiceProject` decides itself; each would break a promise of the type. */
const ownedProjenOptions = [
  // given by the user of the type in its own words
  ...['name', 'outdir', 'devDeps', 'packageManager', 'projenrcTs', 'projenrcTsOptions', 'projenrcJson', 'projenrcJsonOptions'],
  ...['projenrcJs', 'projenrcJsOptions', 'parent', 'runner'],
  // the app, its sources and how they are compiled
  ...['app', 'appEntrypoint', 'buildCommand', 'cdkout', 'context', 'featureFlags', 'sampleCode', 'srcdir', 'libdir', 'testdir'],
  ...['disableTsconfig', 'disableTsconfigDev', 'tsconfig', 'tsconfigDev', 'tsconfigDevFile', 'typecheckTests', 'entrypointTypes'],
  ...['edgeLambdaAutoDiscover', 'experimentalIntegRunner', 'integrationTestAutoDiscover', 'lambdaAutoDiscover'],
  ...['lambdaExtensionAutoDiscover', 'lambdaOptions', 'singletonLambdaAutoDiscover', 'bundlerOptions', 'watchExcludes', 'watchIncludes'],
  // tests and linting
  ...['jest', 'jestOptions', 'tsJestOptions', 'eslint', 'eslintOptions', 'prettier', 'prettierOptions', 'biome', 'biomeOptions'],
  // workflows
  ...['buildWorkflow', 'buildWorkflowOptions', 'buildWorkflowTriggers', 'mutableBuild', 'postBuildSteps', 'workflowBootstrapSteps'],
  ...['workflowContainerImage', 'workflowGitIdentity', 'workflowNodeVersion', 'workflowPackageCache', 'workflowRunsOn'],
  ...['workflowRunsOnGroup', 'artifactsDirectory', 'codeCov', 'codeCovTokenSecret', 'checkLicenses', 'auditDeps', 'auditDepsOptions'],
  ...['mergify', 'mergifyOptions', 'clobber', 'commitGenerated', 'vscode', 'devContainer', 'gitpod', 'stale', 'staleOptions'],
  ...['autoApproveUpgrades', 'autoApproveOptions', 'autoMerge', 'autoMergeOptions', 'depsUpgrade', 'depsUpgradeOptions'],
  ...['dependabot', 'dependabotOptions', 'renovatebot', 'renovatebotOptions', 'projenTokenSecret', 'projenCredentials', 'github', 'githubOptions'],
  // a generated repository is deployed, not published
  ...['release', 'releaseToNpm', 'releaseWorkflow', 'releaseWorkflowName', 'releaseWorkflowEnv', 'releaseWorkflowSetupSteps', 'releaseBranches'],
  ...['releaseEnvironment', 'releaseEveryCommit', 'releaseFailureIssue', 'releaseFailureIssueLabel', 'releaseSchedule', 'releaseTagPrefix'],
  ...['releaseTrigger', 'releasableCommits', 'defaultReleaseBranch', 'majorVersion', 'minMajorVersion', 'nextVersionCommand', 'prerelease'],
  ...['versionrcOptions', 'bumpPackage', 'jsiiReleaseVersion', 'publishDryRun', 'publishTasks', 'npmDistTag', 'npmProvenance', 'npmAccess'],
  ...['npmTrustedPublishing', 'npmTokenSecret', 'npmRegistry', 'npmRegistryUrl', 'codeArtifactOptions', 'scopedPackagesOptions'],
  ...['npmIgnoreOptions', 'npmignore', 'npmignoreEnabled', 'package', 'packageName', 'entrypoint', 'bin', 'docgen', 'docsDirectory'],
  ...['peerDependencyOptions', 'peerDeps', 'bundledDeps', 'allowLibraryDependencies', 'copyrightOwner', 'copyrightPeriod'],
  ...['author', 'authorEmail', 'authorName', 'authorOrganization', 'authorUrl', 'addPackageManagerToDevEngines', 'projectType', 'projectTree'],
  ...['sampleReadme', 'readme', 'projenCommand', 'projenDevDependency', 'pullRequestTemplate', 'pullRequestTemplateContents', 'commitGenerated'],
];

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
  minNodeVersion: '20.6.0',
  workflowNodeVersion: '24',
  tsconfigDevFile: 'tsconfig.dev.json',
  biome: true,
  biomeOptions: {
    biomeConfig: {
      formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, lineWidth: 120 },
      javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
    },
  },
  jest: false,
  sampleCode: false,
  githubOptions: { mergify: false },
  npmTrustedPublishing: true,
  peerDeps: [`projen@>=${MINIMUM_PROJEN} <1.0.0`, 'constructs@^10.5.1'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    `projen@${MINIMUM_PROJEN}`,
    'constructs@10.5.1',
    '@mrgrain/jsii-struct-builder',
    '@types/jest@^30',
    '@types/node@^20',
    'aws-cdk@^2.1148.1',
    'aws-cdk-lib@~2.276.0',
    'jest@^30',
    'ts-jest@~29.4.0',
    'tsx@^4',
  ],
  bundledDeps: ['fastest-levenshtein@^1.0.16'],
  depsUpgradeOptions: { exclude: ['projen', 'constructs', 'aws-cdk'] },
});
project.biome?.addFilePattern('blueprint/**');

// One source of the model's types for two programs: the package may not import from blueprint/, nor the other way round.
project.preCompileTask.execArgs(['cp', 'src/service/model.ts', 'blueprint/src/model.ts']);

for (const path of ['/.ci/', '/bench/', '/tools/', '/jest.config.json', '/biome.jsonc', '/blueprint/tsconfig.json', '/blueprint/src/service.ts']) {
  project.npmignore?.exclude(path);
}

// Three jest projects: the package, the blueprint (as a generated repository runs it), the real commands end to end.
const jestProject = (displayName: string, roots: string[], tsconfig: string, extra: object = {}) => ({
  displayName,
  roots: roots.map((root) => `<rootDir>/${root}`),
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: `<rootDir>/${tsconfig}` }] },
  clearMocks: true,
  ...extra,
});
new JsonFile(project, 'jest.config.json', {
  obj: {
    projects: [
      jestProject('package', ['test'], 'tsconfig.dev.json', { testPathIgnorePatterns: ['/test/e2e/'] }),
      jestProject('blueprint', ['blueprint/test', 'test/blueprint'], 'blueprint/tsconfig.json', {}),
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
  .omit(...ownedProjenOptions)
  .allOptional();

project.tsconfigDev?.exclude.push('blueprint/**', 'examples/**', 'lib/**');

project.synth();
