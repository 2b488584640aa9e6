import type { Resource } from '../cloudformation/evaluate/model';
import type { Service } from '../model/model';
import type { Topology } from './template/topology';

/**
 * How much a finding weighs. `error`: it fails at deployment, or the service cannot work. `warning`: it works until
 * the known case happens. `advice`: a default of AWS that today's AWS knows a better value for.
 */
export type Level = 'error' | 'warning' | 'advice';

/** Levels from the heaviest to the lightest. */
export const LEVELS: readonly Level[] = ['error', 'warning', 'advice'];

/** The subjects of pitfalls, in the order of the documentation. */
export const THEMES = [
  'Security groups',
  'Clients',
  'Health checks',
  'Ports and protocols',
  'Registration of tasks',
  'Flows',
  'Addresses and zones',
  'Rollout',
  'Stops',
  'Scaling and alarms',
  'Credentials',
  'Logs',
  'Network',
  'Stacks and tools',
] as const;

export type Theme = (typeof THEMES)[number];

/**
 * A known way in which a UDP service behind a Network Load Balancer fails: a file of `rules`. Its cases lie in a file of the
 * same name in `test/pitfalls/rules`.
 */
export interface Pitfall {
  /** `P` and the number of its file. */
  readonly id: `P${number}`;
  readonly theme: Theme;
  /** What one sees. */
  readonly title: string;
  /** Why it happens. */
  readonly cause: string;
  /** What to do. */
  readonly remedy: string;
  /** Where it is documented or was reported. */
  readonly references: readonly string[];
  /** How it is kept away; at least one way. */
  readonly coverage: readonly Coverage[];
}

export type Coverage = Impossible | OptionRule | TemplateRule | Runbook;

/** Options cannot express it. */
export interface Impossible {
  readonly kind: 'impossible';
  /** Why not. */
  readonly why: string;
}

/** Found in the options at `npx projen`. */
export interface OptionRule {
  readonly kind: 'option';
  /** What it finds. */
  readonly finds: string;
  /** @param given the options as the user wrote them, where they are at hand */
  readonly check: (service: Service, given: object) => Iterable<OptionViolation>;
}

/** Found in the synthesized templates. */
export interface TemplateRule {
  readonly kind: 'template';
  /** What it finds. */
  readonly finds: string;
  readonly check: (topology: Topology) => Iterable<TemplateViolation>;
}

/** What only a person can do. */
export interface Runbook {
  readonly kind: 'runbook';
  /** Why no rule finds it. */
  readonly why: string;
  readonly steps: readonly string[];
}

export interface OptionViolation {
  readonly level: Level;
  /** Whether no reason makes it acceptable: AWS or this template cannot do it. */
  readonly isBinding?: boolean;
  /** Name of the stage, or none where the whole service is meant. */
  readonly stage?: string;
  /** Name of the option, with the name of the port or zone where there are several. */
  readonly option: string;
  /** The value, and why it fails. */
  readonly message: string;
  /** Where the pitfall's own remedy is not the one for this case. */
  readonly remedy?: string;
}

export interface TemplateViolation {
  readonly level: Level;
  readonly resource: Resource;
  /** The part of the resource that is meant, where one finding of many is: `environment.LOG_LEVEL`. */
  readonly part?: string;
  /** The value, and why it fails. */
  readonly message: string;
  /** Where the pitfall's own remedy is not the one for this case. */
  readonly remedy?: string;
}
