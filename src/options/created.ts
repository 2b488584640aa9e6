import { closest, distance } from 'fastest-levenshtein';
import type { Problem } from '../util/problems';
import type { UdpServiceProjectOptions } from './udp-service-project-options';

/** What projen passes to a project that is being created; hidden from the options' type. */
const NEW = '__new__';

interface Creation {
  readonly fqn: string;
  readonly args: Record<string, unknown>;
}

/** Options that hold text; on the command line a text of digits arrives as a number. */
const TEXT_OPTIONS: readonly (keyof UdpServiceProjectOptions)[] = ['name', 'account', 'region', 'baseline', 'outdir'];

/** Switches of `projen new` itself. */
const PROJEN_SWITCHES: readonly string[] = [
  'from',
  'projen-version',
  'synth',
  'comments',
  'git',
  'post',
  'debug',
  'help',
  'version',
  'watch',
];

/**
 * The options as they were meant.
 *
 * `projen new --from` reads `--account 111122223333` as a number and writes it as one into `.projenrc.ts`, where it no
 * longer compiles. Both the option and what is written are made text again. Options in `.projenrc.ts` are left alone.
 */
export function asTyped<T extends UdpServiceProjectOptions>(options: T): T {
  const found = creationOf(options);
  if (!found) return options;
  return { ...textualised(options), [NEW]: { ...found, args: textualised(found.args) } };
}

/** Whether the repository is being created. */
export function isCreated(options: object): boolean {
  return creationOf(options) !== undefined;
}

/** What was typed on the command line, by option; empty when the project is not being created. */
export function typedArguments(options: object): Readonly<Record<string, unknown>> {
  return creationOf(options)?.args ?? {};
}

/** What projen recognises a project by that is being created, and writes `.projenrc.ts` from. */
export function creation(options: object): object {
  const found = creationOf(options);
  return found ? { [NEW]: found } : {};
}

/** Switches that no option stands behind. projen drops them without a word when the type is not its own. */
export function unknownSwitches(options: object, known: readonly string[], argv: readonly string[]): Problem[] {
  if (!creationOf(options)) return [];
  const switches = [...known.map(kebab), ...PROJEN_SWITCHES];
  return argv
    .filter((argument) => argument.startsWith('--') && argument !== '--')
    .map((argument) => argument.slice(2).split('=')[0])
    .filter((name) => ![name, name.replace(/^no-/, ''), kebab(name)].some((form) => switches.includes(form)))
    .map((name) => {
      const nearest = closest(name, switches);
      const close = distance(name, nearest) <= Math.max(2, name.length / 3);
      return {
        subject: `--${name}`,
        value: undefined,
        cause: 'there is no such option',
        remedy: close
          ? `Did you mean '--${nearest}'?`
          : 'Remove it; options without a switch are given in .projenrc.ts.',
      };
    });
}

function creationOf(options: object): Creation | undefined {
  return (options as Record<string, Creation | undefined>)[NEW];
}

function textualised<T extends object>(values: T): T {
  const texts = Object.entries(values).filter(
    ([key, value]) => typeof value === 'number' && (TEXT_OPTIONS as readonly string[]).includes(key),
  );
  return { ...values, ...Object.fromEntries(texts.map(([key, value]) => [key, String(value)])) };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
