import { Refusal } from '../../util/refusal';

/** A member of a tar archive, as its headers describe it. */
export interface TarMember {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'symbolic link' | 'hard link';
  /** Where a link leads. */
  readonly target: string;
  readonly size: number;
  readonly mode: number;
}

/** An archive that cannot be read; the message goes on a sentence that names it. */
export class UnreadableArchive extends Refusal {}

const BLOCK = 512;
/** A header that describes the next one is a name or a few; a larger one is none. */
const LONGEST_EXTENSION = 1024 * 1024;

const TYPES: Readonly<Record<string, TarMember['type']>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '5': 'folder',
};
/** What else a member can be, and is never in an assembly. */
const REFUSED: Readonly<Record<string, string>> = {
  '3': 'a device',
  '4': 'a device',
  '6': 'a named pipe',
  S: 'a sparse file',
};

/** Pieces of the archive in their order. */
export type Chunks = AsyncIterable<Uint8Array>;

/** Takes a member; of a file, its content is what is read before the next member is asked for. */
export type TakeMember = (member: TarMember, content: Chunks) => Promise<void>;

/**
 * Reads a tar archive (POSIX with its extensions, and GNU's long names). It knows what packs assemblies write, and
 * refuses the rest; so nothing is read here in another way than it was meant.
 */
export async function readTar(archive: Chunks, take: TakeMember): Promise<void> {
  const source = new Source(archive);
  let next: Extension = {};
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) break;
    verifyChecksum(header);
    const type = text(header, 156, 1) || '\0';
    const size = next.size ?? number(header, 124, 12);
    if (type === 'x' || type === 'L' || type === 'K') {
      const content = await source.take(extensionSize(number(header, 124, 12)));
      await source.skip(padding(content.length));
      next = {
        ...next,
        ...(type === 'x' ? paxOf(content) : { [type === 'L' ? 'name' : 'target']: untilZero(content) }),
      };
      continue;
    }
    const member = memberOf(header, type, next, size);
    next = {};
    const length = member.type === 'file' ? size : 0;
    if (member.type !== 'file' && size !== 0) throw new UnreadableArchive(`holds ${named(member)} with content`);
    const content = source.part(length);
    await take(member, content);
    for await (const _ of content); // what was not taken
    await source.skip(padding(length));
  }
}

interface Extension {
  readonly name?: string;
  readonly target?: string;
  readonly size?: number;
}

/** A member in a sentence: its name was chosen by whoever made the archive. */
export function named({ type, name }: Pick<TarMember, 'type' | 'name'>): string {
  return `the ${type} ${JSON.stringify(name)}`;
}

function memberOf(header: Uint8Array, type: string, extension: Extension, size: number): TarMember {
  const isPosix = text(header, 257, 5) === 'ustar';
  // GNU's own format has times where POSIX has the beginning of a long name
  const prefix = isPosix && header[262] === 0 ? text(header, 345, 155) : '';
  const short = text(header, 0, 100);
  const name = extension.name ?? (prefix === '' ? short : `${prefix}/${short}`);
  const known = TYPES[type];
  if (known === undefined) {
    throw new UnreadableArchive(
      `holds ${JSON.stringify(name)}, ${REFUSED[type] ?? `a member of the unknown type ${JSON.stringify(type)}`}`,
    );
  }
  // the oldest archives mark folders by their names alone
  const isFolder = known === 'folder' || (known === 'file' && name.endsWith('/'));
  return {
    name,
    type: isFolder ? 'folder' : known,
    target: extension.target ?? text(header, 157, 100),
    size,
    mode: number(header, 100, 8) & 0o777,
  };
}

/** Records of the form `LENGTH KEY=VALUE\n`; those that change neither name nor size are times and owners. */
function paxOf(content: Uint8Array): Extension {
  let [name, target, size]: [string?, string?, number?] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number(decode(content.subarray(at, space)));
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - at || at + length > content.length) {
      throw new UnreadableArchive('has a broken header');
    }
    const record = decode(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path') name = value;
    else if (key === 'linkpath') target = value;
    else if (key === 'size') size = wholeNumber(Number(value));
    else if (key.startsWith('GNU.sparse.')) throw new UnreadableArchive('holds a sparse file');
    at += length;
  }
  return {
    ...(name !== undefined && { name }),
    ...(target !== undefined && { target }),
    ...(size !== undefined && { size }),
  };
}

function verifyChecksum(header: Uint8Array): void {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (sum !== Number.parseInt(text(header, 148, 8).trim(), 8))
    throw new UnreadableArchive('is no tar archive, or a damaged one');
}

function number(header: Uint8Array, offset: number, length: number): number {
  const field = header.subarray(offset, offset + length);
  if (field[0] === 0x80) return wholeNumber(field.subarray(1).reduce((value, byte) => value * 256 + byte, 0));
  const digits = decode(field).replace(/^[ \0]+|[ \0].*$/gs, '');
  if (!/^[0-7]*$/.test(digits)) throw new UnreadableArchive('has a broken header');
  return wholeNumber(Number.parseInt(digits || '0', 8));
}

function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new UnreadableArchive('has a broken header');
  return value;
}

function extensionSize(size: number): number {
  if (size > LONGEST_EXTENSION) throw new UnreadableArchive('has a header of more than a mebibyte');
  return size;
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function text(header: Uint8Array, offset: number, length: number): string {
  return untilZero(header.subarray(offset, offset + length));
}

function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** A stream of pieces, of which as many bytes are taken as are wanted. */
class Source {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();

  public constructor(chunks: Chunks) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  public async take(length: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.part(length)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  public async skip(length: number): Promise<void> {
    for await (const _ of this.part(length));
  }

  public async *part(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done) throw new UnreadableArchive('ends too early');
        this.rest = value;
      }
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
