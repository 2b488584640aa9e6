/**
 * Image the health gate's program runs in: Python on Alpine, from a registry without anonymous pull limits for AWS.
 *
 * Digest of the multi-architecture index of python:3.13-alpine3.24 (Python 3.13.15), read from docker-library/repo-info
 * at commit 27b2736.
 */
export const GATE_BASE_IMAGE =
  'public.ecr.aws/docker/library/python:3.13-alpine3.24@sha256:79e7a9b9ff1cbceff819f856fb374477792a5967759d94df266de7b7b4120e6f';
