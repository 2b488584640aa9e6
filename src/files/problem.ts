import type { UserProblem, UserProblems } from '../util/user-problem';
import type { JsonValue } from './manifest';
import type { Refusal } from './outcome';
import { PATCH } from './patch';
import { indispensable } from './policy';
import type { KeyConflict } from './shared/merge';

/** A file for which a synth stops. */
export interface FileProblem {
  readonly path: string;
  readonly cause: Refusal<KeyProblem>;
  /** Lines that show what was changed. */
  readonly difference?: readonly string[];
  /** What serves instead of a change of the file. */
  readonly instead?: string;
}

/** A key of a shared file for which a synth stops. */
export interface KeyProblem extends KeyConflict {
  /** What serves instead of a change of the key. */
  readonly instead: string;
}

/**
 * What a user is told of a synth that would lose what he wrote.
 *
 * @param creation whether the repository is being created
 */
export function fileProblems(problems: readonly FileProblem[], creation: boolean): UserProblems {
  const [heading, remedyOf] = creation ? CREATION : SYNTH;
  return { heading: heading(problems.length), problems: problems.map((problem) => told(problem, remedyOf(problem))) };
}

type Wording = readonly [heading: (count: number) => string, remedyOf: (problem: FileProblem) => readonly string[]];

const SYNTH: Wording = [
  (count) =>
    `${count === 1 ? 'A file is' : `${count} files are`} not as the template left ${count === 1 ? 'it' : 'them'}; nothing was written.`,
  remedies,
];

const CREATION: Wording = [
  (count) =>
    `The folder is not empty, and ${count === 1 ? 'a file' : `${count} files`} in it would be overwritten; nothing of the template was written.`,
  ({ path, cause }) =>
    cause.reason === 'keys'
      ? [`remove these keys from ${path}, and run the command again`]
      : [`move ${path} away or remove it, and run the command again`],
];

function told(problem: FileProblem, remedy: readonly string[]): UserProblem {
  const { path, cause, difference = [], instead } = problem;
  const keys = cause.reason === 'keys' ? cause.conflicts : [];
  const output = [
    ...difference.map((line) => `| ${line}`),
    ...keys.flatMap((key) => [`${key.path.join('.')}: ${keyCause(key)}`, `  instead: ${key.instead}`]),
    ...(instead === undefined ? [] : [`instead: ${instead}`]),
  ];
  return { subject: path, cause: causeOf(problem), output: output.join('\n'), remedy: remedy.join('\n') };
}

function causeOf({ cause }: FileProblem): string {
  switch (cause.reason) {
    case 'edited':
      return 'it is managed, and was edited since the template wrote it';
    case 'unknown':
      return 'it is not from the template, as far as can be known, and the template writes a file of this name';
    case 'owned':
      return 'it is yours until now, and this version of the template writes it';
    case 'indispensable':
      return 'it is called released, and the repository cannot live without the template’s version';
    case 'lines':
      return 'the lines that the template wrote in it were edited';
    case 'no-file':
      return `a ${cause.what} is there`;
    case 'unusable':
      return cause.what;
    case 'keys':
      return 'keys in it that the template writes have another value';
  }
}

function keyCause({ reason, found, wanted }: KeyProblem): string {
  const value = `the template writes ${show(wanted)}`;
  switch (reason) {
    case 'removed':
      return `was removed, ${value}`;
    case 'changed':
      return `was changed to ${show(found)}, ${value}`;
    case 'unknown':
      return `is ${show(found)}, ${value}`;
  }
}

function show(value: JsonValue | undefined): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function remedies({ path, cause }: FileProblem): string[] {
  const take = `npx udp-service files take ${path}`;
  const keptAs = `the template's version; yours stays in ${path}${PATCH}`;
  switch (cause.reason) {
    case 'no-file':
      return [`move what is there away, then: npx projen`];
    case 'unusable':
      return [`correct ${path} by hand, then: npx projen`];
    case 'indispensable':
      return [`${take}   (${keptAs})`];
    case 'lines':
      return [`${take}   (puts them back; the edit stays in ${path}${PATCH}; lines above and below them are yours)`];
    case 'keys':
      return [`${take}   (puts them back; the edit stays in ${path}${PATCH})`];
    default:
      return [
        `${take}   (${keptAs})`,
        ...(indispensable(path) === undefined
          ? [`npx udp-service files release ${path}   (it becomes yours, and no later version changes it)`]
          : []),
      ];
  }
}
