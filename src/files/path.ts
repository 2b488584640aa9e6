/** Folders in which nothing is ever ours, whatever a manifest says. */
const FOREIGN = ['.git', 'node_modules'];

/**
 * What is wrong with the path of a file in a repository. Manifests are committed and so come from anybody: a path must
 * stay within the repository.
 */
export function invalidPath(path: string): string | undefined {
  if (path === '' || path.includes('\\') || /^([a-z]:|\/)/i.test(path)) {
    return 'a path is relative to the repository and written with "/"';
  }
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'a path has no empty part, "." or ".."';
  if (FOREIGN.includes(parts[0].toLowerCase())) return `nothing below ${parts[0]} belongs to the template`;
  return undefined;
}
