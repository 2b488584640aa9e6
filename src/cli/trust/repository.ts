import { gitAnswer } from '../../clients/git';
import { parseRemote, type RemoteRepository } from '../../delivery/trust/remote';
import { UsageError } from '../exit';

/** The repository on GitHub behind a git remote of the working directory. */
export function findRepository(remote: string): RemoteRepository {
  const url = gitAnswer(process.cwd(), ['remote', 'get-url', '--', remote])?.toString().trim();
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
