import { type FileBase, ObjectFile } from 'projen';
import { ManagedFile } from '../managed-file';

const OWN_LINES = 'lines of your own stand above or below the generated ones';

/** What serves instead of an edit, by the path of a file that projen or a component of it writes. */
const BY_PATH: readonly (readonly [RegExp, string])[] = [
  [/^\.gitignore$/, `${OWN_LINES}; in .projenrc.ts: project.gitignore.exclude('…') or project.gitignore.include('…')`],
  [/^\.gitattributes$/, `${OWN_LINES}; in .projenrc.ts: project.gitattributes.addAttributes('…', '…')`],
  [
    /^biome\.jsonc$/,
    "in .projenrc.ts: project.biome?.expandLinterRules({ … }) or project.biome?.file.addOverride('…', …)",
  ],
  [/^tsconfig\.json$/, "in .projenrc.ts: project.tsconfig?.file.addOverride('compilerOptions.…', …)"],
  [/^jest\.config\.json$/, "in .projenrc.ts: project.tryFindObjectFile('jest.config.json')?.addOverride('…', …)"],
  [/^\.projen\/tasks\.json$/, "in .projenrc.ts: project.addTask('…') or project.tasks.tryFind('…')?.exec('…')"],
  [
    /^\.projen\/deps\.json$/,
    "the options 'devDeps' and 'projenOptions.deps' of .projenrc.ts, or the package manager's own command",
  ],
  [/^\.projen\/files\.json$/, 'it lists what is generated: whatever .projenrc.ts adds or removes'],
  [/^\.projen\/accepted-findings\.json$/, "the option 'acceptedFindings' of .projenrc.ts"],
  [/^docs\/service\.md$/, 'it says what .projenrc.ts says; notes of your own go into a file beside it'],
  [
    /^\.github\/workflows\/(complete-)?upgrade\.yml$/,
    "the options 'upgrades', 'upgradeOptions' and 'workflows' of .projenrc.ts",
  ],
  [/^LICENSE$/, "the option 'projenOptions.license' of .projenrc.ts"],
];

/** What serves instead of an edit of a file. */
export function extensionPointOf(file: FileBase): string {
  const { path } = file;
  const known = BY_PATH.find(([pattern]) => pattern.test(path))?.[1];
  if (known !== undefined) return known;
  if (file instanceof ManagedFile) return file.extensionPoint;
  if (file instanceof ObjectFile) return `in .projenrc.ts: project.tryFindObjectFile('${path}')?.addOverride('…', …)`;
  return `in .projenrc.ts: project.tryRemoveFile('${path}'), and a file of your own`;
}

/** What serves instead of a change of a key, by the path of the file and of the key. */
const BY_KEY: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^package\.json$/, /^scripts\./, "in .projenrc.ts: project.package.setScript('…', '…'), or project.addTask('…')"],
  [/^package\.json$/, /^\w*[dD]ependencies\.aws-cdk-lib$/, "the option 'projenOptions.cdkVersion' of .projenrc.ts"],
  [/^package\.json$/, /^\w*[dD]ependencies\.aws-cdk$/, "the option 'projenOptions.cdkCliVersion' of .projenrc.ts"],
  [
    /^package\.json$/,
    /^\w*[dD]ependencies\.constructs$/,
    "the option 'projenOptions.constructsVersion' of .projenrc.ts",
  ],
  [/^package\.json$/, /^\w*[dD]ependencies\.projen$/, "the option 'projenOptions.projenVersion' of .projenrc.ts"],
  [/^package\.json$/, /^devDependencies\./, "the option 'devDeps' of .projenrc.ts: ['name@version']"],
  [/^package\.json$/, /^dependencies\./, "the option 'projenOptions.deps' of .projenrc.ts: ['name@version']"],
  [/^package\.json$/, /^name$/, "the option 'name' of .projenrc.ts"],
  [/^package\.json$/, /^version$/, "in .projenrc.ts: project.package.addVersion('…')"],
  [/^package\.json$/, /^license$/, "the option 'projenOptions.license' of .projenrc.ts"],
  [/^package\.json$/, /^engines\./, "the option 'projenOptions.minNodeVersion' of .projenrc.ts"],
  [/^package\.json$/, /./, "in .projenrc.ts: project.package.addField('…', …)"],
  [/^cdk\.json$/, /./, "in .projenrc.ts: project.cdkConfig.json.addOverride('…', …)"],
];

/** What serves instead of a change of a key of a shared file. */
export function keyExtensionPointOf(path: string, key: readonly string[]): string {
  const name = key.join('.');
  const known = BY_KEY.find(([file, pattern]) => file.test(path) && pattern.test(name))?.[2];
  return known ?? `in .projenrc.ts: project.tryFindObjectFile('${path}')?.addOverride('${name}', …)`;
}
