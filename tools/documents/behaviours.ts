import type { Behaviour } from '../../src/history/behaviours/behaviour';
import { renderDocument } from './render';

/** The text of docs/behaviours.md. */
export function behaviourDocumentation(behaviours: readonly Behaviour[]): string {
  return renderDocument('behaviours', {
    behaviours: behaviours.map(({ runbook, ...behaviour }, index) => ({
      ...behaviour,
      steps: runbook.map((step, at) => ({ number: at + 1, step })),
      last: index === behaviours.length - 1,
    })),
  });
}
