import { gitAnswer } from '../../clients/git';
import { parseRemote, type RemoteRepository } from '../../delivery/trust/remote';
import { UserError } from '../../util/user-error';

/** The repository on GitHub behind a git remote of the working directory. */
export function findRepository(remote: string): RemoteRepository {
  const url = gitAnswer(process.cwd(), ['remote', 'get-url', '--', remote])?.toString().trim();
  if (url === undefined) {
    throw new UserError({
      subject: `remote ${remote}`,
      cause: 'this directory has no such git remote',
      remedy: `Add it (git remote add ${remote} <url>), or name another one with --remote`,
    });
  }
  const found = parseRemote(url);
  if (found === undefined) {
    // an address may hold a password
    throw new UserError({
      subject: `remote ${remote}`,
      cause: 'its address names no repository on GitHub',
      remedy: 'Name another one with --remote',
    });
  }
  return found;
}
