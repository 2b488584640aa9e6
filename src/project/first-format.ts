import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Component, type javascript } from 'projen';
import { replaceAfterCreation } from './projen-internals';

/** Folders that nobody's sources lie in. */
const ELSEWHERE: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Has the linter format what `projen new` writes for its user, `.projenrc.ts` above all.
 *
 * projen would let it fix the whole folder, and with it what lay there before; that is committed nowhere, perhaps.
 */
export class FirstFormat extends Component {
  public constructor(app: javascript.NodeProject) {
    super(app);
    const { biome } = app;
    if (biome === undefined) return;
    const before = new Set(filesIn(app.outdir));
    replaceAfterCreation(biome, () => {
      const written = filesIn(app.outdir).filter((path) => !before.has(path));
      app.tasks.runTask(biome.task.name, written);
    });
  }
}

/** Every file of a folder, relative to it and with `/`. */
function filesIn(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return ELSEWHERE.has(entry.name) ? [] : filesIn(root, path);
  });
}
