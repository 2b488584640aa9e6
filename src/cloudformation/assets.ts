import { join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../util/json';

/** A file or image that is published with the stacks. */
export interface Asset {
  readonly id: string;
  /** Where the content lies; absent where a program produces it. */
  readonly path?: string;
  /** How it is built: everything of the manifest's source but the path. */
  readonly build: Json;
}

/** Reads the assets of one asset manifest. */
export function assetsOf(manifest: JsonObject, directory: string): Asset[] {
  const entries = ['files', 'dockerImages'].flatMap((kind) => {
    const section = manifest[kind];
    return isObject(section) ? Object.entries(section) : [];
  });
  return entries.flatMap(([id, entry]) => {
    if (!isObject(entry) || !isObject(entry.source)) return [];
    const { path, directory: contextDirectory, ...build } = entry.source;
    const relative = path ?? contextDirectory;
    return [{ id, build, ...(typeof relative === 'string' ? { path: join(directory, relative) } : {}) }];
  });
}
