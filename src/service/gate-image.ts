/** Image the health gate's program runs in: Python on Alpine, from a registry without anonymous pull limits for AWS. */
export const GATE_BASE_IMAGE = 'public.ecr.aws/docker/library/python:3.13-alpine';
