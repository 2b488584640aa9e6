export {
  type AcceptedFinding,
  checkAcceptedFindings,
  type Judged,
  judge,
  readAcceptedFindings,
} from './acceptance';
export { pitfalls, type Theme, themes } from './catalogue';
export { checkService, checkTemplates } from './check';
export { type Finding, type FoundResource, LEVELS, type Level, type Pitfall, type PitfallId } from './pitfall';
