import { parseRemote, type RemoteRepository } from '../../delivery/trust/remote';
import { UsageError } from '../exit';
import { outputOf } from './programs';

/** The repository on GitHub behind a git remote of the working directory. */
export async function findRepository(remote: string): Promise<RemoteRepository> {
  const url = await outputOf(['git', 'remote', 'get-url', '--', remote]);
  if (url === undefined) {
    throw new UsageError(
      `remote ${remote}: this directory has no such git remote. Add it (git remote add ${remote} <url>), or name another one with --remote.`,
    );
  }
  const found = parseRemote(url);
  if (found === undefined) {
    // an address may hold a password
    throw new UsageError(
      `remote ${remote}: its address names no repository on GitHub. Name another one with --remote.`,
    );
  }
  return found;
}
