import type { ServiceOptions, StageOptions } from '../options';
import type { Problems } from '../util/problems';

/** Groups whose parts exclude each other or belong together: a stage's own replaces the common one as a whole. */
const REPLACED: ReadonlySet<string> = new Set([
  'ports',
  'image',
  'network',
  'addresses',
  'clients',
  'egress',
  'domain',
]);

export interface MergedStage {
  /** The stage with the common options, and those of the stages it extends, merged below its own. */
  readonly options: StageOptions;
  /** Names of the options that it, or a stage it extends, gives. */
  readonly own: ReadonlySet<string>;
}

/** Each stage on its own, complete. */
export function mergeStages(
  common: ServiceOptions,
  stages: readonly StageOptions[],
  problems: Problems,
): MergedStage[] {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));

  /** The stage and those it extends, base first. */
  const lineage = (stage: StageOptions): StageOptions[] => {
    const chain = [stage];
    for (let current = stage; current.extends !== undefined; current = chain[0]) {
      const base = byName.get(current.extends);
      const sound = problems.require(base !== undefined && !chain.includes(base), {
        subject: `stages[${current.name}].extends`,
        value: current.extends,
        cause: base ? 'the stages extend each other in a circle' : 'there is no stage of this name',
        remedy: `Name one of the other stages: ${[...byName.keys()].filter((name) => name !== stage.name).join(', ') || '(there is none)'}.`,
      });
      if (!sound || !base) break;
      chain.unshift(base);
    }
    return chain;
  };

  return stages.map((stage) => {
    const chain = lineage(stage);
    const merged = chain.reduce<object>((below, above) => merge(below, above), common) as StageOptions;
    const production = merged.production ?? chain.some(({ name }) => name === 'prod' || name === 'production');
    const own = new Set(chain.flatMap((one) => Object.keys(one)));
    return { options: { ...merged, name: stage.name, production }, own };
  });
}

function merge(base: object, override: object, depth = 0): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(override)) {
    if (value === undefined) continue;
    const below = result[key];
    const deeper = isRecord(below) && isRecord(value) && !(depth === 0 && REPLACED.has(key));
    result[key] = deeper ? merge(below, value, depth + 1) : value;
  }
  return result;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
