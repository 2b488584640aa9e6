import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Component, type Project, TextFile } from 'projen';
import { CODE_OWNERS_FILES } from '../lifecycle/required/code-owners';
import { guardedPaths } from '../lifecycle/required/guarded';
import type { CodeOwnersOptions } from '../options';
import { type Problem, Problems } from '../util/problems';
import { unlessEjected } from './ejecting';

const [FILE, ...ELSEWHERE] = CODE_OWNERS_FILES;
const OPTION = 'codeOwners';
const OWNER = /^(@[\w-]+(\/[\w.-]+)?|[^@\s#]+@[^@\s#]+)$/;
/** Paths that only a repository of the template has. */
const TEMPLATE = /projen|udp-service/;
/** What GitHub skips a line for. */
const UNSUPPORTED = /[\s#![\]\\]/;

/** The managed `.github/CODEOWNERS`: who approves what decides about deployments. */
export class CodeOwners extends Component {
  public constructor(project: Project, options: CodeOwnersOptions) {
    super(project);
    const file = new TextFile(project, FILE);
    const line = (pattern: string, owners: readonly string[]) => [pattern, ...owners].join(' ');
    if (file.marker) file.addLine(`# ${file.marker}`);
    for (const [pattern, owners] of Object.entries(options.further ?? {})) file.addLine(line(pattern, owners));
    file.addLine(
      `# What decides about deployments. It stands last: the last pattern that matches is the one that counts.`,
    );
    for (const pattern of this.guardedPaths()) file.addLine(line(pattern, options.owners));
    file.addLine('');
  }

  /** An ejected repository has no options and no state of the template. */
  private guardedPaths(): readonly string[] {
    const [ofTemplate, others] = [true, false].map((of) => guardedPaths().filter((path) => TEMPLATE.test(path) === of));
    return [...unlessEjected(this.project, ...ofTemplate), ...others];
  }
}

/** Why the options cannot become the file of code owners. */
export function checkCodeOwners({ owners, further = {} }: CodeOwnersOptions, directory: string): readonly Problem[] {
  const problems = new Problems();
  problems.require(owners.length > 0, {
    subject: `${OPTION}.owners`,
    value: owners,
    cause: 'nobody could approve',
    remedy: "Name a user or a team, for example '@octo-org/platform', or leave the option out.",
  });
  const named = [[`${OPTION}.owners`, owners] as const, ...entries(further)];
  for (const [option, all] of named) {
    for (const owner of all) {
      problems.require(OWNER.test(owner), {
        subject: option,
        value: owner,
        cause: 'neither a user, a team nor an address',
        remedy: "Write '@octocat', '@octo-org/team' or 'ops@example.com'.",
      });
    }
  }
  for (const pattern of Object.keys(further)) {
    problems.require(pattern !== '' && !UNSUPPORTED.test(pattern), {
      subject: `${OPTION}.further`,
      value: pattern,
      cause: 'GitHub skips lines with such a pattern',
      remedy: 'Write a path or a pattern with * and ?, without spaces, #, !, \\ and brackets.',
    });
  }
  for (const path of ELSEWHERE) {
    problems.require(!existsSync(join(directory, path)), {
      subject: OPTION,
      value: owners,
      cause: `${path} exists, and GitHub would no longer read it beside ${FILE}`,
      remedy: `Move its lines into '${OPTION}.further' and delete the file.`,
    });
  }
  return problems.all;
}

function entries(further: Readonly<Record<string, readonly string[]>>): (readonly [string, readonly string[]])[] {
  return Object.entries(further).map(([pattern, owners]) => [`${OPTION}.further.${pattern}`, owners] as const);
}
