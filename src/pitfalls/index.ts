export {
  type AcceptedFinding,
  checkAcceptedFindings,
  type Judged,
  judge,
  readAcceptedFindings,
  type UnusedAcceptance,
} from './acceptance';
export { type PitfallId, pitfalls } from './catalogue';
export { checkService, checkTemplates } from './check';
export type { Finding, FoundResource } from './finding';
export { LEVELS, type Level, type Pitfall } from './pitfall';
