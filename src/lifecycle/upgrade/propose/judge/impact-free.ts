import { MANIFEST_FILE } from '../../../../files/manifest';
import { isCheckingTool } from '../../../../impact/delivery/checking-tools';
import type { Lockfile } from '../../../../package-managers';
import type { UpgradeKind } from '../../kinds';
import type { FileChange } from '../file-tree';
import { newCommands } from './commands';
import { firstGoneBack } from './goes-back';

export interface JudgedChange {
  readonly kind: UpgradeKind;
  readonly changes: readonly FileChange[];
  readonly lockfile: string;
  readonly before: Lockfile;
  readonly after: Lockfile;
  /** Direct dependencies of both sides. */
  readonly direct: ReadonlySet<string>;
}

/**
 * Why a person has to merge a change; nothing where it can reach nothing that is deployed. Nothing of the change is run
 * for that, so it is told by what it cannot touch: only packages may have moved that no part of the deployment asks for,
 * as the lockfile of the base tells.
 */
export function whyNotByItself({ kind, changes, lockfile, before, after, direct }: JudgedChange): string | undefined {
  if (kind === 'template')
    return 'The template writes what is deployed, and its command runs with the roles that deploy.';
  const others = changes
    .map(({ path }) => path)
    .filter((path) => ![lockfile, 'package.json', MANIFEST_FILE].includes(path));
  if (others.length > 0) return `It changes ${others[0]}: what would be deployed is another.`;
  const deployed = reachable(
    [before, after],
    [...direct].filter((name) => !isCheckingTool(name)),
  );
  const moved = movedNames(before, after).filter((name) => deployed.has(name));
  if (moved.length === 0) {
    const back = firstGoneBack(before, after);
    if (back !== undefined) return `${back.name} goes back from ${back.from} to ${back.to}.`;
    return newCommands(before, after);
  }
  const shown = moved.slice(0, 3).join(', ') + (moved.length > 3 ? ` and ${moved.length - 3} more` : '');
  return `What builds or deploys the service uses packages that it moves (${shown}).`;
}

/** Names of packages that one lockfile has otherwise than the other. */
function movedNames(before: Lockfile, after: Lockfile): string[] {
  const ids = new Set([...before.packages.keys(), ...after.packages.keys()]);
  const names = [...ids].flatMap((id) => {
    const [old, fresh] = [before.packages.get(id), after.packages.get(id)];
    if (old?.content === fresh?.content) return [];
    return [old, fresh].flatMap((one) => (one === undefined ? [] : [one.alias, one.name]));
  });
  return [...new Set(names)].sort();
}

/** Names that are asked for from a beginning, over every version of each: rather too many than one too few. */
function reachable(lockfiles: readonly Lockfile[], from: readonly string[]): Set<string> {
  const asked = new Map<string, Set<string>>();
  for (const { packages } of lockfiles) {
    for (const { alias, name, dependencies } of packages.values()) {
      for (const key of [alias, name]) {
        const known = asked.get(key) ?? new Set();
        for (const one of dependencies) known.add(one);
        asked.set(key, known.add(name));
      }
    }
  }
  const found = new Set<string>();
  const left = [...from];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    left.push(...(asked.get(name) ?? []));
  }
  return found;
}
