/**
 * Runs before `.projenrc` is loaded, in the same process: `node --require projen-udp-service/lib/render.js`. How commands
 * learn what the template makes of every file without loading projen themselves.
 *
 * It stands in the place of `preload.ts`: nothing is migrated, and a synth renders into the file that the environment names
 * and ends the process, so nothing is written into the repository.
 */
import { isMainThread } from 'node:worker_threads';
import { endByErrorAlone } from './cli/uncaught';
import { RENDERING, Rendered } from './files/rendering';
import { UserError } from './util/user-error';

if (isMainThread) {
  endByErrorAlone(Rendered.is);
  if (process.env[RENDERING] === undefined) {
    throw new UserError({
      subject: RENDERING,
      cause: 'is not set, so the synth would write into the repository',
      remedy: 'Name a file to render into',
    });
  }
  // before the loader of TypeScript is registered, as in preload.ts
  require('.');
}
