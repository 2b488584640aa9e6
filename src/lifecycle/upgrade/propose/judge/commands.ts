import type { LockedPackage, Lockfile } from '../../../../package-managers';

/**
 * Why the commands of what is new need a person. A command lies on the path of what deploys, whoever brings it: one that
 * is called `cdk` or `git` would run with the roles that deploy, although nothing there asks for its package.
 */
export function newCommands(before: Lockfile, after: Lockfile): string | undefined {
  const known = new Set([...before.packages.values()].flatMap(placed));
  for (const one of after.packages.values()) {
    if (one.commands === undefined) {
      if (before.packages.get(one.id)?.content === one.content) continue;
      return `This lockfile does not tell which commands ${one.name.slice(0, 80)} ${one.version.slice(0, 40)} brings, and one of them may take the place of a program that tasks start.`;
    }
    const at = placed(one).findIndex((command) => !known.has(command));
    if (at < 0) continue;
    const command = JSON.stringify(one.commands[at]?.slice(0, 40));
    return `${one.name} brings the command ${command}, which lies on the path of what deploys.`;
  }
  return undefined;
}

/** The commands of a package by where they are found: what lies within another package is on another path. */
function placed({ name, commands = [], isInner = false }: LockedPackage): string[] {
  return commands.map((command) => [name, command, isInner].join('\0'));
}
