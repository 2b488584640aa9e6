import type { ActionPinOptions, ActionsOptions } from '../../../options';
import type { Checks } from '../../../service/resolve/checks';
import {
  ACTIONS,
  ACTIONS_ON_SERVER,
  type ActionName,
  type ActionReference,
  type PinnedAction,
  referenceTo,
} from '../actions';
import type { GitHubHost, WorkflowSettings } from './model';

const PIN = /^(?![.-])([\w.-]+\/[\w.-]+(?:\/[\w./-]+)?)@([\w.-]+)$/;
const MIRROR = /^(?![.-])([\w.-]+|([\w.-]|\{owner\})+\/([\w.-]|\{owner\})*\{repository\}[\w.-]*)$/;
const COMMIT = /^[0-9a-f]{40}$/;
const EXACT = /^v?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Resolves what stands behind every `uses:`. */
export function resolveActions(options: ActionsOptions, host: GitHubHost, checks: Checks): WorkflowSettings['actions'] {
  const { mirror, pins = [] } = options;
  if (mirror !== undefined) {
    const form = "an organisation, or a pattern of letters, digits, '.', '_', '-' with one '/' and {repository}";
    checks.text('mirror', mirror, MIRROR, form, 'acme-actions');
  }
  const known = Object.values<PinnedAction>(ACTIONS).map(({ action }) => action);
  for (const pin of pins) checkPin(pin, known, checks);
  checks.unique(
    'pins',
    pins.map(({ action }) => action),
    'the action is pinned twice',
    'Keep one of them.',
  );
  const table = host.kind === 'server' ? ACTIONS_ON_SERVER : ACTIONS;
  const reference = (pinned: PinnedAction): ActionReference => {
    const pin = pins.find((candidate) => candidate.action === pinned.action);
    if (pin) return { uses: pin.uses, ...(pin.version !== undefined && !pin.immutable && { version: pin.version }) };
    return referenceTo(pinned, mirrored(pinned.action, mirror));
  };
  const names = Object.keys(table) as ActionName[];
  return Object.fromEntries(names.map((name) => [name, reference(table[name])])) as WorkflowSettings['actions'];
}

function mirrored(action: string, mirror: string | undefined): string {
  if (mirror === undefined) return action;
  const [owner, repository] = action.split('/');
  const pattern = mirror.includes('{') ? mirror : `${mirror}/{repository}`;
  return pattern.replaceAll('{owner}', owner).replaceAll('{repository}', repository);
}

function checkPin({ action, uses, version, immutable }: ActionPinOptions, known: readonly string[], all: Checks): void {
  const checks = all.at(`pins[${action}]`);
  if (!known.includes(action)) {
    checks.refuse('action', action, 'no workflow uses this action', `Use one of ${known.join(', ')}.`);
  }
  const [, , ref = ''] = PIN.exec(uses) ?? [];
  if (immutable) {
    if (EXACT.test(ref)) return;
    checks.refuse(
      'uses',
      uses,
      'an immutable release is named by its exact version, which this is not',
      `Give for example '${action}@v1.2.3', or the full commit SHA and no 'immutable'.`,
    );
  } else if (!COMMIT.test(ref)) {
    checks.refuse(
      'uses',
      uses,
      'a tag or branch can be moved to other code, and only a full commit SHA cannot',
      `Give '${action}@' and 40 hexadecimal digits, or say 'immutable: true' of a release that GitHub shows as such.`,
    );
  } else if (version === undefined || !EXACT.test(version)) {
    checks.refuse(
      'version',
      version,
      'reviewers and update bots read the version of a commit from the comment behind it',
      "Give the version that the commit has, for example 'v1.2.3'.",
    );
  }
}
