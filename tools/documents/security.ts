import { cell } from '../../src/util/markdown';
import { type Effect, type Findings, PROFILES, type Row } from '../docs/security/findings';
import { RUNNING } from '../docs/security/steps';
import type { Synthesized } from '../docs/security/synthesis';
import { renderDocument } from './render';

/** The text of docs/security.md. */
export function securityDocumentation({ services, profiles, effects }: Findings): string {
  return renderDocument('security', {
    profiles: PROFILES.map(([profile]) => ({ profile })),
    services: services.map(([service, rows]) => ({ service, controls: rows.map(controlRow) })),
    rules: ruleRows(profiles),
    running: RUNNING.map(([title]) => ({ title })),
    steps: effects.map(stepRow),
  });
}

function controlRow({ control, states }: Row): object {
  const isMissed = states.includes('not met');
  return {
    id: control.id,
    title: cell(control.title),
    states: states.map((state) => ({ state: state === 'nothing to check' ? '–' : state })),
    turnOn: cell(isMissed ? (control.remedy?.option ?? 'cannot be') : ''),
    why: cell(isMissed ? (control.why ?? '') : ''),
  };
}

function ruleRows(profiles: readonly Synthesized[]): object[] {
  const rules = [...new Set(profiles.flatMap(({ refused }) => [...refused.keys()]))].sort();
  return rules.map((rule) => {
    const found = profiles.map(({ refused }) => refused.get(rule));
    const reasons = new Set(found.flatMap((one) => [...(one?.reasons ?? [])]));
    return {
      rule,
      states: found.map((one) => ({ state: one === undefined ? 'met' : 'refused' })),
      reasons: cell([...reasons].join(' ')),
    };
  });
}

function stepRow({ step: { id, title, option, costs }, levels }: Effect, index: number): object {
  return {
    number: index + 1,
    title,
    option: cell(option),
    costs,
    levels: levels.map(([on, off]) => ({ on, off })),
    notes: renderDocument(`security-steps/${id}`, {}).trimEnd(),
  };
}
