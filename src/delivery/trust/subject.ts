import type { Trust } from '../../model/model';

/** What GitHub tells of the subjects of a repository's tokens (`repos/…/actions/oidc/customization/sub`). */
export interface SubjectTemplate {
  readonly use_default: boolean;
  readonly include_claim_keys?: readonly string[];
  /** What subjects begin with, up to the environment, event or branch; older hosts do not tell. */
  readonly sub_claim_prefix?: string;
}

/** Why the roles would let no token of the repository in; nothing where they do. */
export function mismatch(template: SubjectTemplate, { repository, roles }: Trust): string | undefined {
  const endpoint = `repos/${repository}/actions/oidc/customization/sub`;
  const reset = (...fields: string[]) =>
    `gh api --method PUT ${endpoint} ${fields.map((one) => `-F ${one}`).join(' ')}`;
  if (!template.use_default) {
    const keys = template.include_claim_keys?.join(', ') ?? 'claims of its own';
    return `its tokens have a subject of its own (${keys}), which the roles do not know. Go back to the default: ${reset('use_default=true')}`;
  }
  const prefix = template.sub_claim_prefix;
  const prefixes = roles.flatMap(({ subjects }) => subjects.map((one) => one.replace(CONTEXT, '')));
  if (prefix === undefined || prefixes.some((pattern) => matches(pattern, prefix))) return undefined;
  return prefix.includes('@')
    ? `its tokens begin with '${prefix}', and the roles trust ${prefixes[0]}. Correct 'trust' in .projenrc.ts`
    : `its tokens carry no numbers yet ('${prefix}'), and where AWS reads no further claim the roles trust the numbers alone. Let it send them: ${reset('use_default=true', 'use_immutable_subject=true')}`;
}

/** What the roles let in beside what they are for, where AWS reads nothing of a token but its subject. */
export function openTo({ issuer, repository, repositoryId, roles }: Trust): string | undefined {
  if (roles.every(({ claims }) => Object.keys(claims).length > 0)) return undefined;
  const places = roles.flatMap(({ subjects }) => subjects[0].match(CONTEXT)?.[1] ?? []);
  const named =
    repositoryId === undefined ? `, and a new repository under the name ${repository} is trusted as well` : '';
  return `of tokens of ${issuer}, AWS reads no claim but the subject here: every workflow of ${repository} that runs in ${places.join(' or ')} gets the role, not only those that deploy${named}. Limit the environment to the branch: npx udp-service github`;
}

const CONTEXT = /:(environment:.*|ref:.*|pull_request)$/;

function matches(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+^$()|[\]\\{}?]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
