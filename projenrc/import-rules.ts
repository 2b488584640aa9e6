/** What a module may import, as Biome checks it while one writes; `test/layers.test.ts` checks rooms against each other. */

interface Restriction {
  /** Packages, with all that lies in them, and modules of Node.js. */
  readonly names: readonly string[];
  readonly message: string;
  /** Where they may be imported. */
  readonly except: readonly string[];
}

const RESTRICTIONS: readonly Restriction[] = [
  {
    names: ['node:child_process', 'child_process'],
    message: 'Programs are started by src/util/process.ts, and called by the clients in src/clients.',
    except: ['src/util/process.ts'],
  },
  {
    names: ['projen'],
    message: 'Only src/project, src/options and the entry files know projen: what the command loads never loads it.',
    except: ['src/project/**', 'src/options/**', 'src/*.ts'],
  },
  {
    names: ['aws-cdk-lib', 'constructs'],
    message:
      'Constructs are imported by the blueprint alone: the generated repository has the CDK, this package has not.',
    except: [],
  },
  {
    names: ['@aws-cdk'],
    message: 'Schemas of resources are read by src/cloudformation.',
    except: ['src/cloudformation/**'],
  },
];

const override = (includes: readonly string[], restrictions: readonly Restriction[]) => ({
  includes,
  linter: {
    rules: {
      style: {
        noRestrictedImports: {
          level: 'error',
          options: {
            // a pattern without a slash would match a file of that name anywhere
            paths: Object.fromEntries(
              restrictions.flatMap(({ names, message }) => names.map((name) => [name, message])),
            ),
            patterns: restrictions.map(({ names, message }) => ({ group: names.map((name) => `${name}/**`), message })),
          },
        },
      },
    },
  },
});

/** Biome's overrides: a later one replaces what an earlier one says of the same file. */
export const IMPORT_OVERRIDES = [
  override(['src/**'], RESTRICTIONS),
  ...RESTRICTIONS.filter(({ except }) => except.length > 0).map((allowed) =>
    override(
      allowed.except,
      RESTRICTIONS.filter((other) => other !== allowed),
    ),
  ),
];
