import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isFile, statsOf, write } from './files';
import type { Oracle } from './oracle';
import type { Random } from './random';
import { COMING } from './versions';

const MANIFEST = '.udp-service/manifest.json';
const LINE_FILES = ['.gitignore', '.gitattributes'];

/** A repository as its user sees it. */
export interface Desk {
  readonly directory: string;
  readonly random: Random;
  readonly oracle: Oracle;
  /** Manifests of earlier days, which a merge may bring back. */
  readonly manifests: readonly string[];
}

type FileClass = 'managed' | 'owned' | 'shared';

/** Files of a class, released ones apart, as the manifest names them; none where it cannot be read. */
export function filesOf({ directory }: Desk, fileClass: FileClass | 'released'): string[] {
  try {
    const { files } = JSON.parse(readFileSync(join(directory, MANIFEST), 'utf8')) as {
      readonly files: Readonly<Record<string, { readonly class: string; readonly released?: true }>>;
    };
    return Object.keys(files).filter((path) => (files[path].released ? 'released' : files[path].class) === fileClass);
  } catch {
    return [];
  }
}

/** What a user may do to a repository: returns whether there was anything to do it to. */
type Edit = (desk: Desk) => boolean;

/** Something that only he can have written. */
function content({ random }: Desk, before: Buffer): Buffer {
  const line = `// ${random.word()}`;
  switch (random.below(7)) {
    case 0:
      return Buffer.from(`${line}\n${before}`);
    case 1: {
      const lines = before.toString('latin1').split('\n');
      lines.splice(random.below(lines.length + 1), random.below(3), line);
      return Buffer.from(lines.join('\n'), 'latin1');
    }
    case 2:
      return Buffer.from(`${line}\r\nmixed\n`);
    case 3:
      return Buffer.concat([before, Buffer.from([0xff, 0xfe, 0x00, random.below(256)]), Buffer.from(line)]);
    case 4:
      return Buffer.from(random.chance(0.5) ? line : ''); // no line end, or nothing at all
    case 5:
      return Buffer.from(`${before}${line}\n`.replaceAll(/\r?\n/g, '\r\n'));
    default:
      return Buffer.from(`${before}${line}\n`);
  }
}

/** A file of the classes that stands there and is a file. */
function some(desk: Desk, ...classes: (FileClass | 'released')[]): string | undefined {
  const paths = classes
    .flatMap((one) => filesOf(desk, one))
    .filter((path) => !READ.includes(path) && isFile(join(desk.directory, path)));
  return paths.length === 0 ? undefined : desk.random.pick(paths);
}

/** Owned files that a synth reads: what is in them must make sense. */
const READ = ['images.json'];

function edit(...classes: (FileClass | 'released')[]): Edit {
  return (desk) => {
    const path = some(desk, ...classes);
    if (path === undefined) return false;
    write(desk.directory, path, content(desk, readFileSync(join(desk.directory, path))));
    desk.oracle.watch(path);
    return true;
  };
}

const removeOwned: Edit = (desk) => {
  const path = some(desk, 'owned');
  if (path === undefined) return false;
  rmSync(join(desk.directory, path));
  desk.oracle.watch(path);
  return true;
};

const removeManaged: Edit = (desk) => {
  const path = some(desk, 'managed');
  if (path === undefined) return false;
  rmSync(join(desk.directory, path));
  desk.oracle.giveUp(path);
  return true;
};

const addFile: Edit = (desk) => {
  const { directory, random, oracle } = desk;
  const word = random.word();
  const paths = [...COMING, 'deep', `src/${word}.ts`, `app/${word}`, `docs/${word}.md`, `.projen/${word}.json`];
  const path = random.pick([...paths, `.udp-service/${word}`, `.github/workflows/${word}.yml`, `health/${word}`]);
  if (!isFree(directory, path)) return false;
  write(directory, path, content(desk, Buffer.from(`${word}\n`)));
  oracle.watch(path);
  return true;
};

/** Whether nothing stands at a path, and no file where it needs a folder. */
function isFree(directory: string, path: string): boolean {
  for (let part = path; part !== '.'; part = dirname(part)) {
    if (isFile(join(directory, part))) return false;
  }
  return statsOf(join(directory, path)) === undefined;
}

/** The line ends of a checkout on Windows, which are no edit. */
const lineEnds: Edit = (desk) => {
  const path = some(desk, 'managed');
  if (path === undefined || desk.oracle.isWatched(path)) return false;
  write(desk.directory, path, readFileSync(join(desk.directory, path), 'latin1').replaceAll(/(?<!\r)\n/g, '\r\n'));
  return true;
};

const mode: Edit = (desk) => {
  const path = some(desk, 'managed');
  if (path === undefined) return false;
  chmodSync(join(desk.directory, path), desk.random.pick([0o644, 0o755, 0o600]));
  return true;
};

/** Something that is no file, in place of a file. */
const replace: Edit = (desk) => {
  const { directory, random, oracle } = desk;
  const path = some(desk, 'managed', 'owned');
  if (path === undefined) return false;
  rmSync(join(directory, path));
  oracle.giveUp(path);
  if (random.chance(0.5)) {
    symlinkSync(`/nowhere/${random.word()}`, join(directory, path));
    oracle.watch(path);
  } else {
    mkdirSync(join(directory, path));
    write(directory, `${path}/mine`, content(desk, Buffer.alloc(0)));
    oracle.watch(`${path}/mine`);
  }
  return true;
};

type Json = Record<string, unknown>;

function editJson(file: string, change: (keys: Json, desk: Desk) => readonly string[] | undefined): Edit {
  return (desk) => {
    if (!isFile(join(desk.directory, file))) return false;
    const keys = JSON.parse(readFileSync(join(desk.directory, file), 'utf8')) as Json;
    const path = change(keys, desk);
    if (path === undefined) return false;
    write(desk.directory, file, `${JSON.stringify(keys, undefined, desk.random.pick([2, 4]))}\n`);
    const value = path.reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name], keys);
    if (value === undefined) desk.oracle.giveUpKey(file, path);
    else desk.oracle.watchKey(file, path, value);
    return true;
  };
}

const addKey = (file: string, places: readonly (readonly string[])[]): Edit =>
  editJson(file, (keys, { random }) => {
    const [name, ...within] = [...random.pick(places), random.pick([`x${random.word()}`, 'versioned', 'homepage'])];
    if (within.length === 0) {
      if (Object.hasOwn(keys, name)) return undefined;
      keys[name] = random.word();
      return [name];
    }
    const inner = (keys[name] ?? {}) as Json;
    keys[name] = inner;
    if (Object.hasOwn(inner, within[0])) return undefined;
    inner[within[0]] = name.endsWith('ependencies') ? '^1.0.0' : random.word();
    return [name, within[0]];
  });

/** Another value for a key that the template writes, or none. */
const changeKey = (file: string, places: readonly string[]): Edit =>
  editJson(file, (keys, { random }) => {
    const place = random.pick(places);
    const inner = keys[place] as Json | undefined;
    const names = Object.keys(inner ?? {});
    if (inner === undefined || names.length === 0) return undefined;
    const name = random.pick(names);
    if (random.chance(0.3)) delete inner[name];
    else inner[name] = place.endsWith('ependencies') ? '^0.0.1' : random.word();
    return [place, name];
  });

/** A line of his own above, below or among those of the template. */
const addLine: Edit = ({ directory, random, oracle }) => {
  const path = random.pick(LINE_FILES);
  if (!isFile(join(directory, path))) return false;
  const line = `/${random.word()}/`;
  const lines = readFileSync(join(directory, path), 'utf8').split('\n');
  const at = random.pick([0, lines.length - 1, random.below(lines.length)]);
  write(directory, path, [...lines.slice(0, at), line, ...lines.slice(at)].join('\n'));
  oracle.watchLine(path, line);
  return true;
};

/** What merges and people do to the manifest: it says less than it did, or nothing. */
const spoilManifest: Edit = ({ directory, random, oracle, manifests }) => {
  const file = join(directory, MANIFEST);
  if (!isFile(file)) return false;
  const now = readFileSync(file, 'utf8');
  const earlier = manifests.length > 0 ? random.pick(manifests) : '';
  switch (random.below(4)) {
    case 0:
      rmSync(file);
      break;
    case 1:
      writeFileSync(file, `<<<<<<< HEAD\n${now}=======\n${earlier}>>>>>>> theirs\n`);
      break;
    case 2:
      writeFileSync(file, now.slice(0, random.below(now.length)));
      break;
    default:
      writeFileSync(file, earlier || now);
  }
  oracle.forgetReleases();
  return true;
};

/** Everything that users do, as often as the numbers say. */
const EDITS: readonly (readonly [weight: number, edit: Edit])[] = [
  [5, edit('owned')],
  [5, edit('managed')],
  [1, edit('released')],
  [1, removeOwned],
  [2, removeManaged],
  [4, addFile],
  [1, lineEnds],
  [1, mode],
  [1, replace],
  [2, addKey('package.json', [[], ['scripts'], ['dependencies'], ['devDependencies']])],
  [1, addKey('cdk.json', [[], ['context']])],
  [1, changeKey('package.json', ['scripts', 'devDependencies', 'engines'])],
  [1, changeKey('cdk.json', ['context', 'watch'])],
  [3, addLine],
  [1, spoilManifest],
];

const CHOICES = EDITS.flatMap(([weight, one]) => Array.from({ length: weight }, () => one));

/** One edit that a user may make; `false` where there is nothing to make it to. */
export function editAtRandom(desk: Desk): boolean {
  return desk.random.pick(CHOICES)(desk);
}
