import type { Problem } from '../../util/problems';
import { general } from '../projenrc/option-path';
import type { Migration, RetiredOption } from './migration';
import { MIGRATIONS } from './registry';

/** What became of an option that is no longer there. */
export interface Retirement extends RetiredOption {
  /** Version of the template that renamed or removed it. */
  readonly version: string;
}

/**
 * The last word on an option that the template no longer has.
 *
 * @param path as messages write it, entries of lists by name or number: `stages[prod].healthCheck.path`
 */
export function retirementOf(path: string, migrations: readonly Migration[] = MIGRATIONS): Retirement | undefined {
  const wanted = general(path);
  const all = migrations.flatMap(({ version, changes }) =>
    changes.flatMap(({ retires = [] }) => retires.map((retired): Retirement => ({ ...retired, version }))),
  );
  return all.reverse().find((retired) => retired.path === wanted);
}

/** Why the options refuse one that the template no longer has, and what to write instead. */
export function retirement(path: string): Pick<Problem, 'cause' | 'remedy'> | undefined {
  const found = retirementOf(path);
  if (found === undefined) return undefined;
  const { version, to, reason } = found;
  return to === undefined
    ? { cause: `the option was removed in version ${version}: ${reason}`, remedy: 'Remove it.' }
    : { cause: `the option has another name since version ${version}`, remedy: `Write it as '${to}'.` };
}
