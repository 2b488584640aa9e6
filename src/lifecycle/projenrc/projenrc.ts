import type * as ts from 'typescript';
import { UserError } from '../../util/user-error';
import { type Step, steps } from './option-path';
import { type ProjectTypes, projectOptions } from './projects';
import { type Located, PROJENRC_FILES, type ReadFile, type Source, Sources } from './sources';
import { repositoryTypeScript } from './typescript';
import { type Member, type ObjectLiteral, type Reach, Values } from './values';

/** The `.projenrc` file of a repository as a syntax tree. */
export class Projenrc {
  public readonly values: Values;
  private readonly roots: readonly Located<ts.Expression>[];

  private constructor(
    public readonly sources: Sources,
    public readonly entry: Source,
    types: ProjectTypes,
  ) {
    this.values = new Values(sources);
    this.roots = projectOptions(sources, this.values, entry, types);
  }

  /**
   * Reads the file that projen runs; `undefined` where the repository has none.
   *
   * @throws UserError where it does not parse
   */
  public static read(directory: string, read: ReadFile, types: ProjectTypes): Projenrc | undefined {
    const path = PROJENRC_FILES.find((candidate) => read(candidate) !== undefined);
    if (path === undefined) return undefined;
    const sources = new Sources(repositoryTypeScript(directory), read);
    const entry = sources.source(path) as Source;
    refuseBroken(sources, entry);
    return new Projenrc(sources, entry, types);
  }

  public get api(): typeof ts {
    return this.sources.api;
  }

  /** The options of every project of the template that the file creates. */
  public options(): Reach {
    return this.join(this.roots.map((root) => this.values.objects(root)));
  }

  /** The groups that hold an option: `stages[].ports[]` are all ports of all stages; an empty path the options themselves. */
  public groups(path: string): Reach {
    return path === '' ? this.options() : steps(path).reduce((reach, step) => this.within(reach, step), this.options());
  }

  private within(reach: Reach, { name, list }: Step): Reach {
    const found = reach.literals.flatMap((group) => this.membersOf(group, name));
    const reached = found.map((value) => (list ? this.values.elements(value) : this.values.objects(value)));
    return this.join([{ ...reach, literals: [], strings: [] }, ...reached]);
  }

  private membersOf(group: ObjectLiteral, name: string): Located<ts.Expression>[] {
    const member = this.values.member(group, name);
    return member === undefined ? [] : [{ source: group.source, node: this.values.valueOf(member) }];
  }

  /** Several at once. */
  public join(reaches: readonly Reach[]): Reach {
    const literals = new Map(reaches.flatMap((reach) => reach.literals).map((one) => [one.node, one]));
    const strings = new Map(reaches.flatMap((reach) => reach.strings).map((one) => [one.node, one]));
    const opaque = new Map(reaches.flatMap((reach) => reach.opaque).map((one) => [one.node, one]));
    return {
      literals: [...literals.values()],
      strings: [...strings.values()],
      opaque: [...opaque.values()],
      followed: new Set(reaches.flatMap(({ followed }) => [...followed])),
    };
  }
}

/** A text that does not parse is not edited by positions. */
function refuseBroken({ api }: Sources, { path, file }: Source): void {
  const [problem] =
    (file as unknown as { readonly parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
  if (problem === undefined) return;
  const line = file.getLineAndCharacterOfPosition(problem.start ?? 0).line + 1;
  const message = api.flattenDiagnosticMessageText(problem.messageText, ' ');
  throw new UserError({
    subject: `${path}:${line}`,
    cause: `does not parse: ${message}`,
    remedy: 'Correct it, then run the command again',
  });
}

export type { Located, Member, ObjectLiteral, Reach, Source };
