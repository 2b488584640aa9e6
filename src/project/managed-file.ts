import { FileBase, type IResolver, type Project } from 'projen';
import { blueprintFile } from './blueprint';
import { unlessEjected } from './ejecting';
import { markOf } from './mark';

/** How a kind of file is written, by the end of its name. */
const KINDS: readonly {
  readonly end: string;
  /** What begins a comment. */
  readonly comment: string;
  /** Its bytes enter an image or a template: they are the same whatever generates the file, and without a generator. */
  readonly deployed?: true;
}[] = [
  { end: '.ts', comment: '//' },
  { end: '.cjs', comment: '//' },
  { end: '.py', comment: '#', deployed: true },
  { end: 'Dockerfile', comment: '#', deployed: true },
];

/** A file of the blueprint, written whole at every synth under a header that says so. */
export class ManagedFile extends FileBase {
  /** Rendered once: it is asked for when everything is compared with what is there, and again when it is written. */
  private text?: string;

  public constructor(
    project: Project,
    path: string,
    /** What serves instead of an edit. */
    public readonly extensionPoint: string,
    private readonly content: () => string = () => blueprintFile(path),
  ) {
    super(project, path);
  }

  protected synthesizeContent(_resolver: IResolver): string {
    this.text ??= this.render();
    return this.text;
  }

  private render(): string {
    const lines = this.header().map((line) => `${line}\n`);
    return `${lines.join('')}${this.content()}`;
  }

  private header(): string[] {
    const kind = KINDS.find(({ end }) => this.path.endsWith(end));
    if (!kind) throw new Error(`${this.path}: this kind of managed file is not known; add it to KINDS.`);
    const { comment, deployed } = kind;
    if (deployed) return [`${comment} Generated. ${this.extensionPoint}`];
    return unlessEjected(
      this,
      `${comment} ${markOf(this)}`,
      `${comment} Managed file: written whole at every synth. ${this.extensionPoint}`,
    );
  }
}
