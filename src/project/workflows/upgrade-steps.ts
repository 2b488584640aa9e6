import type { github } from 'projen';
import { wordingOf } from '../document-wording';
import { secret, type WorkflowSettings } from './settings';
import { workflowText } from './text';

/** Where the job that upgrades leaves what the job that proposes reads. */
export const REPORT_FOLDER = 'upgrade-report';

/**
 * What makes a token that may push and propose, and the variables that hold it; empty where the secret is. The job has to
 * name the environment of the secret.
 */
export function upgradeToken({ upgrades, actions }: WorkflowSettings): {
  readonly steps: github.workflows.JobStep[];
  readonly env: Readonly<Record<string, string>>;
} {
  const { credentials } = upgrades;
  if (credentials.kind === 'token') return { steps: [], env: { UPGRADE_TOKEN: secret(credentials.secret) } };
  return {
    steps: [
      {
        id: 'token',
        name: 'Make a token of the GitHub App',
        uses: actions.createGithubAppToken.uses,
        with: {
          'client-id': credentials.clientId,
          'private-key': secret(credentials.privateKeySecret),
          'permission-contents': 'write',
          'permission-pull-requests': 'write',
          'permission-workflows': 'write',
        },
        // without one an issue says so
        continueOnError: true,
      },
    ],
    env: { UPGRADE_TOKEN: '${{ steps.token.outputs.token }}' },
  };
}

/** How the token is given, as the issue that asks for it says. */
export function credentialsHint({ upgrades: { credentials, environment }, packageManager }: WorkflowSettings): string {
  const values = { ...wordingOf(packageManager, false), environment };
  return credentials.kind === 'app'
    ? workflowText('upgrade-app', {
        ...values,
        clientId: credentials.clientId,
        secret: credentials.privateKeySecret,
      })
    : workflowText('upgrade-token', { ...values, secret: credentials.secret });
}
