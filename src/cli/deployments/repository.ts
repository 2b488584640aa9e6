import { gitAnswer } from '../../clients/git';
import { parseRemote, type RemoteRepository } from '../../delivery/trust/remote';
import { UserError } from '../../util/user-error';

/** The git remote that is asked where nobody says which repository is meant. */
const REMOTE = 'origin';
const HOST = 'github.com';
const REMEDY = 'Give --repository owner/name, or set GH_REPO';

/** What the option says of itself. */
export const REPOSITORY_OPTION = [
  '--repository <[host/]owner/name>',
  `repository on GitHub (default: GH_REPO, GITHUB_REPOSITORY, or the git remote ${REMOTE})`,
] as const;

type Environment = Partial<Record<'GH_HOST' | 'GH_REPO' | 'GITHUB_REPOSITORY', string>>;

/**
 * The repository on GitHub that holds the deployments: the one that is given, the one of a workflow's environment, or the
 * one behind the git remote `origin`. Its host is the one that is written before it, `GH_HOST`, or that of the remote.
 *
 * @throws UserError in one line, without the address of the remote: it may hold a password
 */
export function repositoryMeant(directory: string, given: string | undefined, env: Environment): RemoteRepository {
  const text = given ?? (env.GH_REPO || env.GITHUB_REPOSITORY);
  if (text === undefined || (given === undefined && text === '')) return behindRemote(directory, env.GH_HOST);
  const address = parseRemote(text);
  if (address !== undefined) return address;
  const [, host, repository] = /^(?:([\w-]+(?:\.[\w-]+)+)\/)?([\w.-]+\/[\w.-]+)$/.exec(text) ?? [];
  if (repository === undefined) {
    const subject = given !== undefined ? '--repository' : env.GH_REPO ? 'GH_REPO' : 'GITHUB_REPOSITORY';
    throw new UserError({ subject, value: text, cause: 'names no repository', remedy: 'Give owner/name' });
  }
  if (host !== undefined) return { host: host.toLowerCase(), repository };
  if (env.GH_HOST) return { host: env.GH_HOST, repository };
  const remote = read(directory);
  const isSame = typeof remote === 'object' && remote.repository.toLowerCase() === repository.toLowerCase();
  return { host: isSame ? remote.host : HOST, repository };
}

function behindRemote(directory: string, host: string | undefined): RemoteRepository {
  const remote = read(directory);
  if (typeof remote === 'string') {
    throw new UserError({ subject: '--repository', cause: `is not given, and ${remote}`, remedy: REMEDY });
  }
  if (host && host.toLowerCase() !== remote.host) {
    throw new UserError({
      subject: '--repository',
      cause: `is not given, and the git remote ${REMOTE} is on ${remote.host}, while GH_HOST is ${host}`,
      remedy: `${REMEDY}, or unset GH_HOST`,
    });
  }
  return remote;
}

/** What the remote names, or why it names nothing. */
function read(directory: string): RemoteRepository | string {
  const url = gitAnswer(directory, ['remote', 'get-url', '--', REMOTE])?.toString().trim();
  if (url === undefined) return `this folder has no git remote ${REMOTE}`;
  return parseRemote(url) ?? `the address of the git remote ${REMOTE} names no repository on GitHub`;
}
