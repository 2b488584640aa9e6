import { FileBase, type IResolver } from 'projen';

/** What a file renders with; protected there, because projen has no hook between rendering and writing. */
interface Renderer {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/** Ends projen's synthesis of a file where it would begin to write. */
const RENDERED = Symbol('rendered');

/** What a file would hold, rendered now; `undefined` for no file at all. */
export function render(file: FileBase): string | undefined {
  let text: string | undefined;
  const probe = Object.create(file, {
    synthesizeContent: {
      value: (resolver: IResolver) => {
        text = (file as unknown as Renderer).synthesizeContent(resolver);
        throw RENDERED;
      },
    },
  });
  try {
    // only projen has the resolver that its lazy values are rendered with
    FileBase.prototype.synthesize.call(probe);
  } catch (error) {
    if (error !== RENDERED) throw error;
  }
  return text;
}

/** Lets somebody else write a file; `write` says whether something else stood there. */
export function writeBy(file: FileBase, write: () => boolean): void {
  let changed: boolean | undefined;
  Object.defineProperty(file, 'changed', { get: () => changed });
  file.synthesize = () => {
    changed = write();
  };
}

/** Mode bits of a file, as projen sets them. */
export function modeOf({ readonly, executable }: FileBase): number {
  if (readonly) return executable ? 0o544 : 0o444;
  return executable ? 0o755 : 0o644;
}
