import { isObject, type JsonObject } from '../util/json';
import type { Asset } from './stack';

/** The assets of one asset manifest, with paths as it has them. */
export function assetsOf(manifest: JsonObject): Asset[] {
  const entries = ['files', 'dockerImages'].flatMap((kind) => {
    const section = manifest[kind];
    return isObject(section) ? Object.entries(section) : [];
  });
  return entries.flatMap(([id, entry]) => {
    if (!isObject(entry) || !isObject(entry.source)) return [];
    const { path, directory, ...build } = entry.source;
    const relative = path ?? directory;
    return [{ id, build, ...(typeof relative === 'string' ? { path: relative } : {}) }];
  });
}
