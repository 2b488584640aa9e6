import { leftoverFiles } from '../../../../package-managers';
import type { FileChange } from '../file-tree';
import type { Refusal } from './refusal';

/** More than an upgrade ever changes: a template writes some hundred files, and a lockfile has a mebibyte. */
export const LIMITS = { files: 500, fileBytes: 5_000_000, bytes: 20_000_000, pathCharacters: 200 } as const;

/** Files that run something, or that decide what runs, on the machine of whoever has the repository. */
const FOREIGN_FOLDERS = new Set(
  '.git .hg .husky .githooks .vscode .vs .idea .zed .devcontainer .claude .cursor node_modules'.split(' '),
);
const FOREIGN_NAMES = new Set([
  ...'.gitmodules .lfsconfig .envrc .mailmap .mcp.json mise.toml .mise.toml'.split(' '),
  ...leftoverFiles(),
]);

/** Names that some file systems take for others. */
const WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|~\d|[. ]$/i;

/** What no upgrade of any kind does: paths, modes, number and size of the files. */
export function judgeShape(changes: readonly FileChange[], before: ReadonlySet<string>): Refusal[] {
  const total = changes.reduce((sum, { after }) => sum + (after?.size ?? 0), 0);
  if (changes.length > LIMITS.files) {
    return [{ path: '', cause: `it changes ${changes.length} files, and ${LIMITS.files} is the most that is taken` }];
  }
  if (total > LIMITS.bytes) {
    return [{ path: '', cause: `its files hold ${total} bytes, and ${LIMITS.bytes} is the most that is taken` }];
  }
  return [...changes.flatMap(judgeOne), ...collisions(changes, before)];
}

function judgeOne({ path, before, after }: FileChange): Refusal[] {
  const cause = wrongPath(path) ?? wrongMode(before?.mode, after?.mode) ?? wrongSize(after?.size);
  return cause === undefined ? [] : [{ path, cause }];
}

/** Why a path is none that an upgrade writes. */
export function wrongPath(path: string): string | undefined {
  const parts = path.split('/');
  if (path.length > LIMITS.pathCharacters) return 'its path is too long';
  if (!/^[\x21-\x7e]+$/.test(path) || /[\\:"'<>|?*`$&;]/.test(path)) return 'its path has signs that no file here has';
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'its path leaves the repository';
  if (parts.some((part) => WINDOWS.test(part))) return 'some file systems take its name for another';
  const names = parts.map((part) => part.toLowerCase());
  if (names.some((name) => FOREIGN_FOLDERS.has(name)) || FOREIGN_NAMES.has(names[names.length - 1] as string)) {
    return 'it decides what runs on the machines of others, and no upgrade writes it';
  }
  const github = names.indexOf('.github');
  if (github > 0 || (github === 0 && parts[0] !== '.github')) return 'it only looks like the folder that GitHub reads';
  if (names[0] === '.github' && names[1] === 'workflows' && parts[1] !== 'workflows') {
    return 'it only looks like the folder that GitHub reads';
  }
  return undefined;
}

function wrongMode(before: string | undefined, after: string | undefined): string | undefined {
  if (after === '120000' || before === '120000') return 'it is a symbolic link, before or after';
  if (after === '160000' || before === '160000') return 'it is another repository, before or after';
  if (after === '100755' && before !== '100755') return 'it can be executed from now on';
  if (after !== undefined && after !== '100644' && after !== '100755') return `its mode is ${after}`;
  return undefined;
}

function wrongSize(size = 0): string | undefined {
  return size > LIMITS.fileBytes
    ? `it holds ${size} bytes, and ${LIMITS.fileBytes} is the most that is taken`
    : undefined;
}

/** Two paths that are one file on some machines. */
function collisions(changes: readonly FileChange[], before: ReadonlySet<string>): Refusal[] {
  const removed = new Set(changes.filter(({ after }) => after === undefined).map(({ path }) => path));
  const added = changes.filter((change) => change.before === undefined).map(({ path }) => path);
  const spelled = new Map<string, string>();
  for (const path of before) if (!removed.has(path)) spelled.set(path.toLowerCase(), path);
  return added.flatMap((path) => {
    const other = spelled.get(path.toLowerCase());
    spelled.set(path.toLowerCase(), path);
    return other === undefined ? [] : [{ path, cause: `on some machines it is the same file as ${other}` }];
  });
}
