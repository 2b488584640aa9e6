import { flag, list, nullable, object, optional, otherwise, type Read, text, whole } from '../../clients/github/answer';

const numbered = object({ id: whole });

/** An artifact as the API shows it. */
export const ARTIFACT = object({
  id: whole,
  name: text,
  expired: flag,
  created_at: otherwise(text, ''),
  expires_at: otherwise(text, ''),
  workflow_run: optional(
    object({ id: whole, repository_id: optional(whole), head_repository_id: optional(whole), head_sha: text }),
  ),
});
export type Artifact = Read<typeof ARTIFACT>;

/** A run of a workflow as the API shows it. */
export const RUN = object({
  id: whole,
  path: text,
  event: text,
  head_sha: text,
  created_at: text,
  actor: optional(object({ login: text })),
  repository: optional(numbered),
  head_repository: optional(numbered),
});
export type Run = Read<typeof RUN>;

/** A job of a run as the API shows it; one that never began has no steps. */
export const JOB = object({
  name: text,
  run_attempt: optional(whole),
  conclusion: nullable(text),
  completed_at: nullable(text),
  steps: otherwise(list(object({ name: text, conclusion: nullable(text) })), []),
});
export type Job = Read<typeof JOB>;

export const REPOSITORY = object({ id: whole, default_branch: text });
export const BRANCH = object({ commit: object({ sha: text }) });
export const COMPARISON = object({ status: text });
export const COMMIT = object({
  commit: object({
    message: text,
    author: optional(object({ name: optional(text), date: optional(text) })),
  }),
  author: optional(object({ login: optional(text) })),
});
