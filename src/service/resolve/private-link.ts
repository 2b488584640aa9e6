import type { PrivateLink } from '../../model/model';
import type { PrivateLinkOptions } from '../../options';
import type { Checks } from './checks';

const PRINCIPAL = /^(\*|arn:aws[a-z-]*:iam::\d{12}:(root|(user|role)\/\S+))$/;

export function resolvePrivateLink(options: PrivateLinkOptions, checks: Checks): PrivateLink {
  const allowedPrincipals = options.allowedPrincipals ?? [];
  for (const principal of allowedPrincipals) {
    checks.text(
      'allowedPrincipals',
      principal,
      PRINCIPAL,
      'the ARN of an account, a user or a role',
      'arn:aws:iam::111122223333:root',
    );
  }
  checks.unique('allowedPrincipals', allowedPrincipals, 'the principal is given twice', 'Give each principal once.');
  const acceptanceRequired = options.acceptanceRequired ?? true;
  return {
    allowedPrincipals,
    acceptanceRequired,
    enforceInboundRules: options.enforceInboundRules ?? true,
    proxyProtocolV2: options.proxyProtocolV2 ?? false,
  };
}
