import { contentHash, sameContent } from './content';
import type { ManifestFile } from './manifest';
import { patchOf } from './patch';
import type { RenderedFile } from './rendering';
import { newShared, newText, planShared } from './shared/plan';

/** The template's version of a file. */
export interface Taken {
  readonly text: string;
  readonly entry: ManifestFile;
  /** What leads from it back to what stood there; absent where nothing is lost. */
  readonly patch?: Buffer;
}

/** The template's version of a file, with what stands there now as a patch. What a user added to a shared file stays in it. */
export function takenOf(
  path: string,
  rendered: RenderedFile,
  content: Buffer | undefined,
  entry: ManifestFile | undefined,
  version: string,
): Taken {
  const taken =
    rendered.class === 'shared' ? shared(path, rendered, content, entry, version) : whole(rendered, version);
  const text = Buffer.from(taken.text);
  return content === undefined || sameContent(content, text)
    ? taken
    : { ...taken, patch: patchOf(path, text, content) };
}

function whole({ class: fileClass, text }: RenderedFile, version: string): Taken {
  return { text, entry: { class: fileClass, sha256: contentHash(text), version } };
}

function shared(
  path: string,
  { text: rendered, written }: RenderedFile,
  content: Buffer | undefined,
  entry: ManifestFile | undefined,
  version: string,
): Taken {
  const remembered = written && { remembered: () => written };
  if (content !== undefined) {
    const text = content.toString('utf8');
    const outcome = planShared({ path, entry, text, rendered, version, force: true, ...remembered });
    if (outcome.kind === 'merge' && outcome.entry) return { text: outcome.text, entry: outcome.entry };
  }
  // nothing of it can be told apart: the patch has all of it
  return { text: newText(path, rendered), entry: newShared({ path, rendered, version, ...remembered }) };
}
