import { posix } from 'node:path';
import type { Root } from './paths';
import { isMembers, type Members, type Report, shown } from './problem';
import { CACHE_OPTION } from './schema';

/** Where an image is described: its manifest's folder in the assembly, and how to call it. */
export interface ImagePlace {
  readonly root: Root;
  /** Folder of the manifest, relative to the assembly. */
  readonly folder: string;
  readonly place: string;
}

/** Caches that are no files of this machine. */
const REMOTE_CACHES = ['registry', 'gha', 'inline', 's3', 'azblob'];
/** Outputs that write files; the others are an image in Docker's own store. */
const FILE_OUTPUTS = ['local', 'tar', 'oci', 'docker'];
/** Contexts that are fetched and not read from this machine. */
const REMOTE_CONTEXT = /^(docker-image:\/\/|https:\/\/|target:)/;

/** Looks at everything by which the build of an image can read or write files of the machine that it runs on. */
export function checkImageSource(source: Members, { root, folder, place }: ImagePlace, report: Report): undefined {
  const at = (property: string) => `${place}.${property}`;
  const { directory } = source;
  const outside = root.outside(directory, folder);
  if (outside !== undefined) return report(at('directory'), outside);
  const context = posix.join(folder, String(directory).replaceAll('\\', '/'));
  const inContext = (property: string, path: unknown) => {
    const cause = root.outside(path, context);
    return cause === undefined ? undefined : report(at(property), cause);
  };

  if (source.dockerFile !== undefined) inContext('dockerFile', source.dockerFile);
  for (const property of ['dockerBuildArgs', 'dockerBuildContexts', 'dockerBuildSecrets'] as const) {
    for (const [name, value] of entriesOf(source[property], at(property), report)) {
      if (name.includes('=')) report(at(property), `has the name ${shown(name)}, which no option of docker can have`);
      else if (typeof value !== 'string') report(at(`${property}.${name}`), `is ${shown(value)} and no text`);
      else if (property === 'dockerBuildContexts' && !REMOTE_CONTEXT.test(value)) {
        inContext(`${property}.${name}`, value.replace(/^oci-layout:\/\//, ''));
      } else if (property === 'dockerBuildSecrets') secret(name, value, inContext, report, at);
    }
  }
  const { dockerBuildSsh: ssh } = source;
  if (ssh !== undefined && ssh !== 'default') {
    report(at('dockerBuildSsh'), `${shown(ssh)} names a key of the machine that builds; only "default" names none`);
  }
  for (const property of ['dockerBuildTarget', 'networkMode', 'platform'] as const) {
    const value = source[property];
    if (value !== undefined && typeof value !== 'string') report(at(property), `is ${shown(value)} and no text`);
  }
  listOf(source.dockerOutputs, at('dockerOutputs'), report).forEach((output, index) => {
    checkOutput(output, `dockerOutputs[${index}]`, inContext, report, at);
  });
  listOf(source.cacheFrom, at('cacheFrom'), report).forEach((cache, index) => {
    checkCache(cache, `cacheFrom[${index}]`, inContext, report, at);
  });
  if (source.cacheTo !== undefined) checkCache(source.cacheTo, 'cacheTo', inContext, report, at);
}

type InContext = (property: string, path: unknown) => undefined;
type At = (property: string) => string;

function secret(name: string, value: string, inContext: InContext, report: Report, at: At): undefined {
  const property = `dockerBuildSecrets.${name}`;
  const fields = fieldsOf(value);
  const source = fields?.get('src') ?? fields?.get('source');
  // what a variable of the environment holds belongs to whoever builds
  if (/[,="]/.test(name) || fields?.size !== 1 || source === undefined) {
    report(at(property), 'is no file of the assembly (src=…), and nothing else may be read where images are built');
  } else inContext(property, source);
}

function checkOutput(output: unknown, property: string, inContext: InContext, report: Report, at: At): undefined {
  if (typeof output !== 'string') return report(at(property), `is ${shown(output)} and no text`);
  // a path alone is where files are written to
  if (!output.includes('=')) return inContext(property, output);
  const fields = fieldsOf(output);
  const type = fields?.get('type');
  if (fields === undefined || type === undefined) return report(at(property), `${shown(output)} names no type`);
  const destination = fields.get('dest') ?? fields.get('destination');
  if (destination !== undefined) inContext(property, destination);
  const isPushed = type === 'registry' || (fields.has('push') && fields.get('push') !== 'false');
  if (isPushed) report(at(property), `${shown(output)} pushes to a registry while it is built`);
  else if (type !== 'image' && !FILE_OUTPUTS.includes(type)) {
    report(at(property), `${shown(output)} is of a type that is not known`);
  }
}

function checkCache(cache: unknown, property: string, inContext: InContext, report: Report, at: At): undefined {
  if (!isMembers(cache)) return report(at(property), `is ${shown(cache)} and no object`);
  for (const name of Object.keys(cache).filter((key) => !(CACHE_OPTION as readonly string[]).includes(key))) {
    report(at(`${property}.${name}`), 'is not known');
  }
  const { type } = cache;
  const params = entriesOf(cache.params, at(`${property}.params`), report);
  // one text with commas is made of them, so a comma in one of them would begin another
  const words = [type, ...params.flat()];
  if (words.some((word) => typeof word !== 'string' || /[,"\r\n]/.test(word))) {
    return report(at(property), 'holds something else than texts without commas');
  }
  if (type === 'local') {
    for (const [name, value] of params) {
      if (name === 'src' || name === 'dest') inContext(`${property}.params.${name}`, value);
    }
  } else if (!REMOTE_CACHES.includes(String(type)))
    report(at(property), `is of the type ${shown(type)}, which is not known`);
}

/** `a=b,c=d`; `undefined` for anything that another parser may read in another way. */
function fieldsOf(text: string): ReadonlyMap<string, string> | undefined {
  if (/["\r\n]/.test(text)) return undefined;
  const pairs = text.split(',').map((field) => [field.split('=')[0].trim().toLowerCase(), after(field)] as const);
  const fields = new Map(pairs);
  return fields.size === pairs.length ? fields : undefined;
}

function after(field: string): string {
  const at = field.indexOf('=');
  return at < 0 ? '' : field.slice(at + 1);
}

function entriesOf(value: unknown, place: string, report: Report): [string, unknown][] {
  if (value === undefined) return [];
  if (isMembers(value)) return Object.entries(value);
  report(place, `is ${shown(value)} and no object`);
  return [];
}

function listOf(value: unknown, place: string, report: Report): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  report(place, `is ${shown(value)} and no list`);
  return [];
}
