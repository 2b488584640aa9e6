export { judgeLockfile, type LockfileJudgement } from './judge';
