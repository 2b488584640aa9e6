/**
 * Everything that reaches behind projen's public interface, each with its reason; nothing else in this package does.
 *
 * All of it was seen in projen 0.103.23, the oldest that this package works with. `test/project/projen-internals.test.ts`
 * checks that it holds for the projen that is installed.
 */
import { type Component, FileBase, type IResolver, type javascript } from 'projen';

/** The projen in which all of this was seen. */
export const SEEN_IN = '0.103.23';

/** What a file renders with: protected in projen. */
interface Renderer {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/** Ends projen's synthesis of a file where it would begin to write. */
const RENDERED = Symbol('rendered');

/**
 * What a file would hold, rendered now; `undefined` for no file at all.
 *
 * Reason: what would be lost must be known before the first file is written. projen has no hook between rendering and
 * writing, and only its `FileBase.synthesize` has the resolver that lazy values are rendered with.
 */
export function render(file: FileBase): string | undefined {
  let text: string | undefined;
  const probe = Object.create(file, {
    synthesizeContent: {
      value: (resolver: IResolver) => {
        text = rendererOf(file).synthesizeContent(resolver);
        throw RENDERED;
      },
    },
  });
  try {
    FileBase.prototype.synthesize.call(probe);
  } catch (error) {
    if (error !== RENDERED) throw error;
  }
  return text;
}

/**
 * Amends what a file renders.
 *
 * Reason: `YamlFile` has no hook on its text, and its writer drops empty objects.
 */
export function amendText(file: FileBase, amend: (text: string) => string): void {
  const renderer = rendererOf(file);
  const renderBefore = renderer.synthesizeContent.bind(renderer);
  renderer.synthesizeContent = (resolver) => {
    const text = renderBefore(resolver);
    return text && amend(text);
  };
}

/**
 * Lets somebody else write a file; `write` says whether something else stood there.
 *
 * Reason: projen writes every file as a whole, whatever stands there. Its own components ask `changed` afterwards.
 */
export function writeBy(file: FileBase, write: () => boolean): void {
  let changed: boolean | undefined;
  Object.defineProperty(file, 'changed', { get: () => changed });
  file.synthesize = () => {
    changed = write();
  };
}

/**
 * Mode bits of a file, as projen sets them.
 *
 * Reason: projen sets them in the function that writes, which is not called.
 */
export function modeOf({ readonly, executable }: FileBase): number {
  if (readonly) return executable ? 0o544 : 0o444;
  return executable ? 0o755 : 0o644;
}

/**
 * Runs something around the synthesis of a component, or in its place.
 *
 * Reason: the package manifest reads the dependencies of the project when it is synthesized, and the tasks put projen's own
 * program into an ejected repository; neither can be told otherwise.
 */
export function aroundSynthesis(component: Component, around: (synthesize: () => void) => void): void {
  const synthesize = component.synthesize.bind(component);
  component.synthesize = () => around(synthesize);
}

/**
 * Runs something in place of what a component does after `projen new`.
 *
 * Reason: the linter would fix the whole folder, what lay there before included, and has no option for it.
 */
export function replaceAfterCreation(component: Component, run: () => void): void {
  component.postProjectCreation = run;
}

/**
 * Takes a component out of its project.
 *
 * Reason: projen takes out files alone, by their path; samples and `.projenrc` are components that are no files.
 */
export function removeComponent({ node }: Component): void {
  node.scope?.node.tryRemoveChild(node.id);
}

/**
 * The scripts of package.json as they will be written.
 *
 * Reason: projen makes the scripts of tasks while it renders the manifest, and its type of the manifest is `any`.
 */
export function scriptsOf({ manifest }: javascript.NodePackage): Readonly<Record<string, string>> {
  return (manifest as { readonly scripts: () => Readonly<Record<string, string>> }).scripts();
}

/**
 * Whether `projen new` is running.
 *
 * Reason: it says so to nobody but by the environment of the synth.
 */
export function isCreation(): boolean {
  return process.env.PROJEN_CREATE_PROJECT === 'true';
}

/** What projen generated, as it remembers it. */
const FILE_LIST = '.projen/files.json';

/**
 * The list of generated files of a project that is ejected: it names itself alone, and so projen deletes it.
 *
 * Reason: without a list projen searches for everything with its mark and deletes it, also what was released.
 */
export function emptyFileList(): { readonly path: string; readonly text: string } {
  return { path: FILE_LIST, text: `${JSON.stringify({ files: [FILE_LIST] })}\n` };
}

function rendererOf(file: FileBase): Renderer {
  return file as unknown as Renderer;
}
