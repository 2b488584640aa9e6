/** A repository on a host of GitHub. */
export interface RemoteRepository {
  readonly host: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** What the address of a git remote names; nothing where it is no repository on a host. */
export function parseRemote(url: string): RemoteRepository | undefined {
  const found =
    /^(?:https?|ssh|git):\/\/(?:[^@/]+@)?([^/:]+)(?::\d+)?\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url) ??
    /^(?:[^@/:]+@)?([^/:]+):\/?([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url);
  if (found === null) return undefined;
  const [, host, owner, name] = found;
  // where port 22 is closed, git speaks SSH to another host of GitHub
  return { host: host.toLowerCase().replace(/^(altssh|ssh)\.(?=github\.com$)/, ''), repository: `${owner}/${name}` };
}
