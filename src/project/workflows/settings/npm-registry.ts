import type { NpmRegistryOptions } from '../../../options';
import type { Checks } from '../../../service/resolve/checks';
import { checkAddress, checkToken } from './forms';

const CODE_ARTIFACT = /\.codeartifact\.[a-z0-9-]+\.amazonaws\.com/;

/** Checks the registries that packages come from; the names of the tokens that an installation needs, each once. */
export function resolveNpmTokens(
  { registry, token, scopes = [] }: NpmRegistryOptions,
  checks: Checks,
): readonly string[] {
  checks.unique(
    'scopes',
    scopes.map(({ scope }) => scope),
    'the scope is named twice',
    'Keep one of them.',
  );
  if (registry !== undefined) checkRegistry(registry, token, checks);
  else if (token !== undefined) {
    checks.refuse('token', token, 'nothing says which registry asks for it', "Give 'registry', too.");
  }
  for (const one of scopes) {
    const at = checks.at(`scopes[${one.scope}]`);
    at.text('scope', one.scope, /^@[a-z0-9][a-z0-9._-]*$/, "'@' and a name in lower case", '@acme');
    checkRegistry(one.registry, one.token, at);
  }
  const all = [{ registry: registry ?? '', token }, ...scopes];
  checkOneToken(all, checks);
  return [...new Set(all.flatMap((one) => one.token ?? []))];
}

function checkRegistry(registry: string, token: string | undefined, checks: Checks): void {
  checkAddress('registry', registry, checks, 'https://npm.pkg.github.com');
  if (token === undefined) return;
  checkToken('token', token, checks);
  if (CODE_ARTIFACT.test(registry)) {
    checks.refuse(
      'token',
      token,
      'tokens of AWS CodeArtifact last twelve hours at most, so no secret can hold one',
      'Put a registry in front of it that takes a lasting token, or use another one.',
    );
  }
}

/** A package manager knows one token an address. */
function checkOneToken(registries: readonly { registry: string; token?: string }[], checks: Checks): void {
  const tokens = new Map<string, string>();
  for (const { registry, token } of registries) {
    if (token === undefined) continue;
    const address = registry.replace(/\/$/, '');
    const other = tokens.get(address) ?? token;
    if (other !== token) {
      checks.refuse('scopes', token, `'${other}' is the token of ${address} already`, 'Use one token for one address.');
    }
    tokens.set(address, other);
  }
}
