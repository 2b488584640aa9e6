import { installationPaths, type PackageManager } from '../../package-managers';
import { matcher } from './code-owners';

/** Files that decide how a repository is generated, installed and deployed, and who may say so; as CODEOWNERS writes them. */
export const guardedPaths = (managers?: readonly PackageManager[]): readonly string[] => [
  '/.github/',
  '/CODEOWNERS',
  '/docs/CODEOWNERS',
  '/.projenrc.*',
  '/projenrc/',
  '/.projen/',
  '/.udp-service/',
  '/package.json',
  ...installationPaths(managers),
  '/cdk.json',
];

const MATCHERS = guardedPaths().map(matcher);

/** Whether a path of a repository is one that only a code owner may change. */
export function isGuarded(path: string): boolean {
  return MATCHERS.some((matches) => matches(path));
}
