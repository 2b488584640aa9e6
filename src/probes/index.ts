export { findPreset, PRESETS, presetNames } from './catalogue';
export { ask, type Judgement, judge, type Question } from './exchange';
export { MAX_PAYLOAD_BYTES, textPattern, textPayload } from './language';
export type { DatagramPreset, Evidence, Preset, RefusedPreset, SocketPreset } from './preset';
export { type ProbeInput, type ResolvedProbe, resolveProbe } from './resolve';
export { connectOnce, type Outcome, probeOnce, pursue, round, type Target } from './send';
export { type ProbeProblem, validateProbe } from './validate';
