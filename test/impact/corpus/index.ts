import { ASSEMBLIES } from './assemblies';
import type { CorpusCase } from './case';
import { BROADENS, IN_PLACE, LOSES, NOTHING, REPLACES } from './single';

/** Pairs of templates with a known level, the harmless first. */
export const CORPUS: readonly CorpusCase[] = [
  ...NOTHING,
  ...IN_PLACE,
  ...BROADENS,
  ...REPLACES,
  ...LOSES,
  ...ASSEMBLIES,
];
