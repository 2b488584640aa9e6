/**
 * Runs before `.projenrc` is loaded, in the same process: `node --require projen-udp-service/lib/preload.js`.
 *
 * The tasks of a repository are those of the version that synthesized it last, so this path is the same for ever, and
 * what an upgrade has to change before the new version reads the options is changed here. Where the installed version
 * synthesized last there is nothing to do.
 */
import * as nodeModule from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { endByErrorAlone } from './cli/uncaught';
import { readManifest } from './files/manifest';
import { installedTemplate } from './files/template';

// Node 22.1 and newer keep what they compiled for the next run
(nodeModule as { readonly enableCompileCache?: () => void }).enableCompileCache?.();

if (isMainThread) {
  endByErrorAlone();
  migrateWhereDue();
  // Loaded here, thousands of modules are not looked through by the TypeScript loader that is registered next: the task
  // takes a third less. Without a file to run (options in JSON) nothing asks for them in this process.
  if (process.argv[1] !== undefined) require('.');
}

function migrateWhereDue(): void {
  const reading = readManifest(process.cwd());
  const isCurrent = reading.state === 'valid' && reading.manifest.template.version === installedTemplate().version;
  if (!isCurrent)
    (require('./lifecycle/migrations/start') as typeof import('./lifecycle/migrations/start')).start(process.cwd());
}
