import { type awscdk, javascript, typescript } from 'projen';
import { ENTRY_POINT } from '../files/paths';
import { FEATURE_FLAGS, FIRST_BASELINE } from '../history/baselines';
import { TYPESCRIPT_LOADER } from '../lifecycle/projenrc/command';
import type { UdpServiceProjectOptions } from '../options';
import { creation } from '../options/created';
import { packageManagerOption, projenPackageManager, releaseOption } from '../options/package-manager';

/** Versions a generated repository begins with; each by its major or tighter, so that two fresh repositories agree. */
const VERSIONS = {
  cdkLib: '2.276.0',
  cdkCli: '^2.1148.1',
  typescript: '~6.0.0',
  jest: '^30.0.0',
  tsJest: '~29.4.0',
  tsx: '^4.20.0',
  cdkNag: '~3.0.2',
  biome: '^2.5',
  node: '20.9.0',
};

/** projen asks for these without a version. */
export const TEST_DEPENDENCIES: readonly string[] = [
  `jest@${VERSIONS.jest}`,
  `@types/jest@${VERSIONS.jest}`,
  `ts-jest@${VERSIONS.tsJest}`,
];

/** Compiler options; `blueprint/tsconfig.json` holds the same. */
const COMPILER_OPTIONS: javascript.TypeScriptCompilerOptions = {
  rootDir: '.',
  types: ['node', 'jest'],
  declaration: false,
  experimentalDecorators: false,
  noEmit: true,
  isolatedModules: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noFallthroughCasesInSwitch: true,
  incremental: true,
  tsBuildInfoFile: 'node_modules/.cache/tsc.tsbuildinfo',
};

/** The options of `AwsCdkTypeScriptApp`: our defaults, below what the user passes through, below what we own. */
export function projenOptions(options: UdpServiceProjectOptions): awscdk.AwsCdkTypeScriptAppOptions {
  return {
    cdkVersion: VERSIONS.cdkLib,
    cdkCliVersion: VERSIONS.cdkCli,
    typescriptVersion: VERSIONS.typescript,
    minNodeVersion: VERSIONS.node,
    licensed: options.projenOptions?.license !== undefined,
    ...defined(options.projenOptions ?? {}),

    ...creation(options),
    name: options.name,
    outdir: options.outdir,
    projenrcJson: options.projenrcJson,
    defaultReleaseBranch: options.workflows?.branch ?? 'main',
    ...packageManagerOptions(options),
    devDeps: [...(options.devDeps ?? []), `tsx@${VERSIONS.tsx}`, `cdk-nag@${VERSIONS.cdkNag}`],
    projenrcTs: options.projenrcTs ?? !options.projenrcJson,
    projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },
    runner: typescript.TypeScriptRunner.tsx(),

    app: ['node', ...TYPESCRIPT_LOADER, ENTRY_POINT].join(' '),
    context: { ...FEATURE_FLAGS[options.baseline ?? FIRST_BASELINE] },
    sampleCode: false,
    lambdaAutoDiscover: false,
    edgeLambdaAutoDiscover: false,
    singletonLambdaAutoDiscover: false,
    lambdaExtensionAutoDiscover: false,
    integrationTestAutoDiscover: false,
    disableTsconfigDev: true,
    tsconfig: {
      compilerOptions: COMPILER_OPTIONS,
      include: ['src/**/*.ts', 'test/**/*.ts', '.projenrc.ts'],
    },

    jestOptions: {
      configFilePath: 'jest.config.json',
      updateSnapshot: javascript.UpdateSnapshot.NEVER,
      junitReporting: false,
      coverageText: false,
      jestConfig: { collectCoverage: false },
    },
    eslint: false,
    biome: true,
    biomeOptions: {
      version: VERSIONS.biome,
      biomeConfig: {
        formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, lineWidth: 120 },
        javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
      },
    },

    buildWorkflow: false,
    release: false,
    depsUpgrade: false,
    pullRequestTemplate: false,
    githubOptions: { mergify: false, pullRequestLint: false },
    npmignoreEnabled: false,
    clobber: false,
  };
}

/** The package manager in projen's words: what its record says, which is plain data. */
function packageManagerOptions(options: UdpServiceProjectOptions): Partial<awscdk.AwsCdkTypeScriptAppOptions> {
  const { projenOptions: ofManager } = packageManagerOption(options);
  return {
    packageManager: projenPackageManager(options),
    deleteOrphanedLockFiles: false, // the component PackageManagerSetup says what it removes
    ...ofManager?.(releaseOption(options), options.npmRegistry ?? {}, { ...options.projenOptions }),
  };
}

/** A member that is present but undefined would hide the default below it. */
function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
