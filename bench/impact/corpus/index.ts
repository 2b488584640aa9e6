import { ASSEMBLIES } from './assemblies';
import { BROADENS } from './broadens';
import type { CorpusCase } from './case';
import { IN_PLACE } from './in-place';
import { LOSES } from './loses';
import { NOTHING } from './nothing';
import { REPLACES } from './replaces';

/** Pairs of templates with a known level, the harmless first. */
export const CORPUS: readonly CorpusCase[] = [
  ...NOTHING,
  ...IN_PLACE,
  ...BROADENS,
  ...REPLACES,
  ...LOSES,
  ...ASSEMBLIES,
];
