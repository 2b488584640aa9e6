import { FileBase, type IResolver, type Project } from 'projen';
import { blueprintFile } from './blueprint';
import { wordedFor } from './wording';

/** The comment that begins a line, by the end of the file's name. */
const COMMENT: readonly (readonly [string, string])[] = [
  ['.ts', '//'],
  ['.py', '#'],
  ['Dockerfile', '#'],
];

/** A file of the blueprint, written whole at every synth under a header that says so. */
export class ManagedFile extends FileBase {
  public constructor(
    project: Project,
    path: string,
    private readonly extensionPoint: string,
    private readonly content: () => string = () => blueprintFile(path),
  ) {
    super(project, path);
  }

  protected synthesizeContent(_resolver: IResolver): string {
    const comment = COMMENT.find(([end]) => this.path.endsWith(end))?.[1];
    if (!comment)
      throw new Error(`${this.path}: no comment syntax is known for this kind of managed file; add it to COMMENT.`);
    const header = [this.marker, `Managed file: written whole at every synth. ${this.extensionPoint}`];
    return wordedFor(this.project, `${header.map((line) => `${comment} ${line}`).join('\n')}\n${this.content()}`);
  }
}
