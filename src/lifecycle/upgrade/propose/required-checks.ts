/**
 * Jobs of pull requests that say whether a repository builds, and what a change does to what runs: an upgrade is merged by
 * itself only where both are there. The workflows take the names of the jobs from here.
 */
export const REQUIRED_CHECKS = {
  build: { workflow: '.github/workflows/build.yml', check: 'Build' },
  diff: { workflow: '.github/workflows/diff.yml', check: 'Impact' },
} as const;
