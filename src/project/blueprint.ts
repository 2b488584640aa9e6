import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The managed files of a generated repository as they stand in this package. */
const BLUEPRINT = join(__dirname, '..', '..', 'blueprint');

/** What tools/copy-shared.mjs puts above a file that the package has as well. */
const COPIED = /^\/\/ sha256: .*\n\/\/ Copied from .*\n/;

/** The content of a blueprint file, with LF line ends whatever the checkout made of it. */
export function blueprintFile(path: string): string {
  return readFileSync(join(BLUEPRINT, ...path.split('/')), 'utf8')
    .replace(/\r\n/g, '\n')
    .replace(COPIED, '');
}

/** The blueprint's files below a directory, by their path in the generated repository. */
export function blueprintFiles(directory: string): string[] {
  return readdirSync(join(BLUEPRINT, ...directory.split('/')), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(directory, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('__') ? [] : blueprintFiles(path);
      return [path];
    });
}

/** The text of a template of documents, by its path below `blueprint/docs` without its end. */
export function documentTemplate(name: string): string {
  const path = `docs/${name}.md`;
  if (!existsSync(join(BLUEPRINT, path))) throw new Error(`there is no template blueprint/${path}`);
  return blueprintFile(path);
}
