import type { Service } from '../../../blueprint/src/template/model';
import { checkService } from '../../../src/pitfalls';
import { resolveService } from '../../../src/service/resolve';
import { pairwise } from '../../../tools/pairwise';
import { DIMENSIONS, isSensible, type MatrixCase } from './matrix-dimensions';
import { optionsOf } from './matrix-options';

/** The same dimensions from their other end, of one stage each: pairwise covers them by other cases. */
const REVERSED = {
  ...Object.fromEntries(Object.entries(DIMENSIONS).map(([name, values]) => [name, [...values].reverse()])),
  stages: ['one'],
} as unknown as typeof DIMENSIONS;

/** Options in which every sensible pair of settings occurs, in two different covers, and the service each makes. */
export const MATRIX: readonly (readonly [title: string, service: Service])[] = [
  ...new Map(
    [...pairwise(DIMENSIONS, isSensible), ...pairwise(REVERSED, isSensible)].map((matrixCase) => {
      const title = Object.values(matrixCase).join(', ');
      return [title, [title, serviceOf(matrixCase)] as const];
    }),
  ).values(),
];

function serviceOf(matrixCase: MatrixCase): Service {
  const { service } = resolveService({ name: 'udp-service', ...optionsOf(matrixCase) });
  const refused = checkService(service).filter(({ level }) => level === 'error');
  if (refused.length > 0) throw new Error(`${Object.values(matrixCase)}: ${refused.map(({ message }) => message)}`);
  return service;
}
