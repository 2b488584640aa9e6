import { FEATURE_FLAGS_2026_11 } from './feature-flags-2026-11';

/** CDK feature flags by baseline, oldest first. A map never changes once it is published; a newer one is added. */
export const FEATURE_FLAGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '2026-11': FEATURE_FLAGS_2026_11,
};

/** The baseline of a repository that does not say when it was created. */
export const FIRST_BASELINE = '2026-11';
