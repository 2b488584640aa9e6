import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject } from '../../../src';
import { temporaryDirectory } from '../../support/synthesized';
import { parseWorkflow } from '../../support/workflow-model';

const DOCUMENT = readFileSync(resolve(__dirname, '../../../docs/workflows.md'), 'utf8');

/** The block of code of the document that patches a workflow. */
const [, EXAMPLE] = /```ts\n(const build = project[\s\S]*?)```/.exec(DOCUMENT) ?? [];

test('a workflow is patched by id, as docs/workflows.md shows it', () => {
  const project = new UdpServiceProject({ name: 'echo', outdir: temporaryDirectory() });
  new Function('project', EXAMPLE)(project);
  const { jobs } = parseWorkflow(String(Testing.synth(project)['.github/workflows/build.yml']));
  expect(Object.keys(jobs)).toEqual(['build']);
  const steps = jobs.build.steps ?? [];
  const ids = steps.map(({ id }) => id);
  expect(ids[ids.indexOf('install') + 1]).toBe('licences');
  expect(steps.find(({ id }) => id === 'checkout')?.with).toEqual({ 'persist-credentials': false, 'fetch-depth': 0 });
});

test('an id that does not exist is an error', () => {
  const project = new UdpServiceProject({ name: 'echo', outdir: temporaryDirectory() });
  const build = project.github?.tryFindWorkflow('build');
  expect(() => build?.insertStepAfter('build', 'instal', { id: 'x', run: 'true' })).toThrow(/instal/);
});
