import type { GitHubHost } from './model';

/** What follows from the name of a host of GitHub. */
export function hostOf(name: string): GitHubHost {
  const url = `https://${name}`;
  if (name === 'github.com') return { name, kind: 'cloud', url, apiUrl: 'https://api.github.com' };
  return name.endsWith('.ghe.com')
    ? { name, kind: 'residency', url, apiUrl: `https://api.${name}` }
    : { name, kind: 'server', url, apiUrl: `${url}/api/v3` };
}
