export {
  type AcceptedFinding,
  InvalidAcceptance,
  type Judged,
  judge,
  readAcceptedFindings,
  validateAcceptedFindings,
} from './acceptance';
export { type PitfallId, pitfalls } from './catalogue';
export { checkService, checkTemplates } from './check';
export type { Finding, FoundResource } from './finding';
export { LEVELS, type Level, type Pitfall } from './pitfall';
