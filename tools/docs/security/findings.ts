import { compareAssemblies } from '../../../src/impact/compare';
import { type Level, worstLevel } from '../../../src/model/levels';
import { Architecture, SecurityLevel } from '../../../src/options';
import { type Control, type State, stateOf } from './control';
import { CONTROLS } from './controls';
import { RUNNING, STEPS, type Step } from './steps';
import { type Options, type Synthesized, synthesizeOptions } from './synthesis';

const EXISTING_IMAGE: Options = {
  image: { registry: 'public.ecr.aws/nginx/nginx' },
  task: { architecture: Architecture.ARM64 },
};
const HARDENED: Options = { security: SecurityLevel.HARDENED };
const PRODUCTION: Options = { stage: { name: 'prod' } };

/** The columns of the tables. */
export const PROFILES: readonly (readonly [title: string, options: Options])[] = [
  ['default', {}],
  ['in production', PRODUCTION],
  ['hardened', { ...HARDENED, ...PRODUCTION }],
  ['hardened, existing image', { ...HARDENED, ...PRODUCTION, ...EXISTING_IMAGE }],
];

/** A control, with what the templates of each profile say of it. */
export interface Row {
  readonly control: Control;
  readonly states: readonly State[];
}

/** A step, with what it does to a stage that runs. */
export interface Effect {
  readonly step: Step;
  /** By what runs: turned on, and turned off again. */
  readonly levels: readonly (readonly [on: Level, off: Level])[];
}

/** All that the document says, as the templates have it. */
export interface Findings {
  readonly services: readonly (readonly [service: string, rows: readonly Row[]])[];
  readonly profiles: readonly Synthesized[];
  readonly effects: readonly Effect[];
}

export function inspect(): Findings {
  const profiles = PROFILES.map(([, options]) => synthesizeOptions(options));
  const services = CONTROLS.map(([service, controls]) => {
    const rows = controls.map((control) => ({
      control,
      states: profiles.map(({ resources }) => stateOf(control, resources)),
    }));
    return [service, rows] as const;
  });
  return { services, profiles, effects: effects() };
}

function effects(): Effect[] {
  const running = RUNNING.map(([, options]) => ({ options, ...synthesizeOptions(options) }));
  return STEPS.map((step) => ({
    step,
    levels: running.map(({ options, assembly }) => {
      const hardened = synthesizeOptions({ ...options, ...step.options }).assembly;
      const level = (before: typeof assembly, after: typeof assembly) =>
        worstLevel(compareAssemblies(before, after).map((finding) => finding.level));
      return [level(assembly, hardened), level(hardened, assembly)] as const;
    }),
  }));
}
