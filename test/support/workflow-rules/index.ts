import { ENVIRONMENT_RULES } from './environments';
import { REFERENCE_RULES } from './references';
import type { Rules } from './rule';
import { SCRIPT_RULES } from './scripts';
import { TRUST_RULES } from './trust';

export type { Complaint, RuleInput } from './rule';
export { FETCHES } from './scripts';

/** Our own rules: what the linters of others do not know or do not know yet. */
export const WORKFLOW_RULES: Rules = { ...TRUST_RULES, ...SCRIPT_RULES, ...REFERENCE_RULES, ...ENVIRONMENT_RULES };
