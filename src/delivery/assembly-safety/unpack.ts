import {
  createReadStream,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../util/user-error';
import { Root } from './paths';
import { type Chunks, named, readTar, type TarMember, UnreadableArchive } from './tar';
import { checkTree } from './tree';

/** More than any assembly has: whoever needs more has packed something else, or wants the disk full. */
const MOST_BYTES = 4 * 1024 ** 3;
const MOST_MEMBERS = 200_000;

/**
 * Unpacks the tar of an assembly into a folder that is not there yet, or is empty: the whole of it or nothing. The folder
 * that the archive holds (`cdk.out`) becomes that folder.
 *
 * Refused are members with absolute names, with `..`, of two top folders, twice the same name, links out of the folder,
 * devices, pipes, sparse files, archives that end too early, and more than 4 GiB or 200,000 members. Links are made when
 * everything else is there, so that nothing is written through one.
 *
 * @throws UserError
 */
export async function unpackAssembly(tar: string, directory: string): Promise<void> {
  const existing = lstatSync(directory, { throwIfNoEntry: false });
  if (existing !== undefined && !(existing.isDirectory() && readdirSync(directory).length === 0)) {
    throw new UserError({
      subject: directory,
      cause: 'is there already',
      remedy: 'Name a folder that is not, or remove it',
    });
  }
  const parent = dirname(resolve(directory));
  mkdirSync(parent, { recursive: true });
  // beside it, so that the last step is to rename
  const scratch = mkdtempSync(join(parent, `.${basename(directory)}-`));
  try {
    await new Unpacking(scratch).run(archiveOf(tar));
    renameSync(scratch, directory);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    if (!(error instanceof UnreadableArchive)) throw error;
    throw new UserError({
      subject: tar,
      cause: `is not unpacked: it ${error.reason}`,
      remedy: 'Pack the assembly again; if it was not packed here, find out who made it',
    });
  }
}

class Unpacking {
  private readonly links: TarMember[] = [];
  private readonly files = new Set<string>();
  private readonly symbolic = new Set<string>();
  private top?: string;
  private members = 0;
  private bytes = 0;

  public constructor(private readonly folder: string) {}

  public async run(archive: Chunks): Promise<void> {
    await readTar(archive, (member, content) => this.take(member, content));
    if (this.members === 0) throw new UnreadableArchive('holds nothing');
    for (const member of this.links) this.link(member);
    checkTree(new Root(this.folder), (place, cause) => {
      throw new UnreadableArchive(`holds ${JSON.stringify(place)}, which ${cause}`);
    });
  }

  private async take(member: TarMember, content: Chunks): Promise<void> {
    this.members += 1;
    this.bytes += member.size;
    if (this.members > MOST_MEMBERS) throw new UnreadableArchive(`holds more than ${MOST_MEMBERS} members`);
    if (this.bytes > MOST_BYTES) throw new UnreadableArchive('unpacks to more than 4 GiB');
    const path = this.pathOf(member);
    if (member.type === 'folder') {
      this.makeFolder(path, member);
    } else if (path === '') throw new UnreadableArchive(`holds ${named(member)} and no folder`);
    else if (member.type === 'file') {
      this.makeFolder(posix.dirname(path), member);
      await this.write(path, member, content);
    } else this.links.push(member);
  }

  /** The path without the folder at the top, which is the same of all. */
  private pathOf(member: TarMember): string {
    const { name } = member;
    const steps = name.split('/').filter((step) => step !== '' && step !== '.');
    if (name.startsWith('/') || /^[a-z]:/i.test(name))
      throw new UnreadableArchive(`holds ${named(member)}, an absolute name`);
    if (name.includes('\\') || name.includes('\0'))
      throw new UnreadableArchive(`holds ${named(member)}, which is no name here`);
    if (steps.includes('..')) throw new UnreadableArchive(`holds ${named(member)}, which goes up with ".."`);
    const [top = '', ...rest] = steps;
    this.top ??= top;
    if (top === '' || top !== this.top) {
      throw new UnreadableArchive(
        `holds ${named(member)}, which does not lie in the folder ${JSON.stringify(this.top)} of the first`,
      );
    }
    return rest.join('/');
  }

  private makeFolder(path: string, member: TarMember): void {
    try {
      mkdirSync(join(this.folder, path), { recursive: true });
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member)} below a file`) : error;
    }
  }

  private async write(path: string, member: TarMember, content: Chunks): Promise<void> {
    let file: FileHandle;
    try {
      // never over what is there, and never through a link
      file = await open(join(this.folder, path), 'wx', member.mode | 0o600);
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member)} twice`) : error;
    }
    try {
      for await (const piece of content) await writeAll(file, piece);
    } finally {
      await file.close();
    }
    this.files.add(path);
  }

  private link(member: TarMember): void {
    const path = this.pathOf(member);
    const absolute = join(this.folder, path);
    for (let above = posix.dirname(path); above !== '.'; above = posix.dirname(above)) {
      if (this.symbolic.has(above)) throw new UnreadableArchive(`holds ${named(member)} below a link`);
    }
    this.makeFolder(posix.dirname(path), member);
    try {
      if (member.type === 'symbolic link') {
        symlinkSync(member.target, absolute);
        this.symbolic.add(path);
      } else {
        // its target is a name in the archive
        const target = this.pathOf({ ...member, name: member.target });
        if (!this.files.has(target)) throw new UnreadableArchive(`holds ${named(member)} to what is no file of it`);
        linkSync(join(this.folder, target), absolute);
      }
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member)} twice`) : error;
    }
  }
}

function isObstacle(error: unknown): boolean {
  return ['EEXIST', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
}

/** The archive without its compression. */
async function* archiveOf(tar: string): AsyncGenerator<Uint8Array> {
  const compressed = createReadStream(tar);
  const unpacked = createGunzip();
  compressed.on('error', (error) => unpacked.destroy(error));
  compressed.pipe(unpacked);
  try {
    for await (const piece of unpacked) yield piece as Uint8Array;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw code.startsWith('Z_') || /^ERR_|unexpected end/.test(`${code}${message}`)
      ? new UnreadableArchive(`cannot be unpacked (${message})`)
      : error;
  } finally {
    compressed.destroy();
  }
}
