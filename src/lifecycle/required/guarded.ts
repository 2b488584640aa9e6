import { matcher } from './code-owners';

/** Files that decide how a repository is generated, installed and deployed, and who may say so; as CODEOWNERS writes them. */
export const GUARDED_PATHS: readonly string[] = [
  '/.github/',
  '/CODEOWNERS',
  '/docs/CODEOWNERS',
  '/.projenrc.*',
  '/projenrc/',
  '/.projen/',
  '/.udp-service/',
  '/package.json',
  '/package-lock.json',
  '/pnpm-lock.yaml',
  '/pnpm-workspace.yaml',
  '/.pnpmfile.cjs',
  '/yarn.lock',
  '/.yarn/',
  '/.yarnrc',
  '/.yarnrc.yml',
  '/.npmrc',
  '/cdk.json',
];

const MATCHERS = GUARDED_PATHS.map(matcher);

/** Whether a path of a repository is one that only a code owner may change. */
export function isGuarded(path: string): boolean {
  return MATCHERS.some((matches) => matches(path));
}
