import { packageManagerFor } from '../../../package-managers';
import type { UpgradeKind } from '../kinds';
import type { FileChange, FileTree } from './file-tree';
import type { RunGit } from './git';
import type { Host } from './host';
import { type Judgement, judge } from './judge';
import { applyPatch, PatchError, trustedTree } from './patch';
import { type ActionReleases, nameOf, usedActions } from './workflows/actions';

/** What a patch is measured by. */
export interface Measure {
  readonly kind: UpgradeKind;
  readonly directory: string;
  /** Commit of the default branch whose commands run. */
  readonly trusted: string;
  /** Commit that the patch was made on. */
  readonly madeOn: string;
  /** Branch that pull requests aim at. */
  readonly base: string;
  /** The actions that the installed template uses, and of which releases they are. */
  readonly actions: ActionReleases;
}

/** A patch that was looked at. */
export interface Assessment extends Judgement {
  /** What would be committed; absent where the patch could not be applied. */
  readonly tree?: string;
  readonly changes: readonly FileChange[];
}

/** A release as it stands behind the commit of an action. */
const RELEASE = /^v\d+\.\d+\.\d+[\w.-]*$/;

/** Applies a patch beside the working tree and looks at everything that it changes. */
export async function assess(git: RunGit, host: Host, patch: string, measure: Measure): Promise<Assessment> {
  const { kind, directory, base } = measure;
  try {
    const { tree, before, after, changes } = await applyPatch(git, patch, measure.madeOn);
    const trusted = await trustedTree(git, measure.trusted);
    const texts = workflowsIn(trusted);
    const { actions } = measure;
    const confirmed = await confirmedActions(host, changes, after, [...texts.values()], actions);
    const workflows = { base, texts, actions, confirmed };
    const manager = packageManagerFor(directory);
    const found = judge({ kind, directory, trusted, before, after, changes, manager, workflows });
    return { ...found, tree, changes };
  } catch (error) {
    const cause =
      error instanceof PatchError ? error.reason : error instanceof RangeError ? 'it is nested too deeply' : undefined;
    if (cause === undefined) throw error;
    return { refusals: [{ path: '', cause }], unknown: [], moved: [], changes: [] };
  }
}

function workflowsIn(tree: FileTree): Map<string, string> {
  return new Map(
    [...tree.files.keys()]
      .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
      .map((path) => [path, tree.text(path) ?? '']),
  );
}

/** New commits of known actions that the host knows as the release which stands behind them. */
async function confirmedActions(
  host: Host,
  changes: readonly FileChange[],
  after: FileTree,
  texts: readonly string[],
  actions: ActionReleases,
): Promise<Map<string, string>> {
  const known = new Set([...actions.keys(), ...texts.flatMap((text) => [...usedActions(text).keys()])]);
  const names = new Set([...known].map(nameOf));
  const confirmed = new Map<string, string>();
  const asked = new Set<string>();
  for (const { path } of changes) {
    if (!path.startsWith('.github/workflows/')) continue;
    for (const [uses, release] of usedActions(after.text(path) ?? '')) {
      const [name = '', commit = ''] = uses.split('@');
      const isNew = !known.has(uses) && !asked.has(uses) && names.has(name);
      if (!isNew || release === undefined || !RELEASE.test(release) || !/^[0-9a-f]{40}$/.test(commit)) continue;
      // an action may lie in a folder of its repository
      const repository = /^[\w.-]+\/[\w.-]+/.exec(name)?.[0];
      asked.add(uses);
      if (repository !== undefined && asked.size <= 20 && (await host.release(repository, release)) === commit) {
        confirmed.set(uses, release);
      }
    }
  }
  return confirmed;
}
