import { STATE_FOLDER } from './manifest';
import { DEFINITION } from './paths';

const OWN_PLACE = 'what you add to it stays, and needs no release';

/** Files that cannot be handed over to the user, each with the reason. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^package\.json$/, `the commands and dependencies of the repository stand in it; ${OWN_PLACE}`],
  [/^cdk\.json$/, `it starts the app and holds its feature flags; ${OWN_PLACE}`],
  [
    /^\.git(ignore|attributes)$/,
    'the list of generated files stands in it; lines above and below the generated ones are yours',
  ],
  [/^\.projen\//, 'projen reads it, and a version of your own would stop its commands'],
  [
    new RegExp(`^${DEFINITION.replaceAll('.', '\\.')}$`),
    'it is what .projenrc.ts says; a version of your own would deploy something else',
  ],
  [new RegExp(`^\\${STATE_FOLDER}/`), 'it says which files are whose'],
];

/** Why the repository cannot live without the template's version of a file; `undefined` where it can. */
export function indispensable(path: string): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(path))?.[1];
}
