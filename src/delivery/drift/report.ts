import { code, plain, table } from '../../util/markdown';
import type { Drift } from './detect';
import type { DriftedResource } from './read';

/** As much of a value as a table shows. */
const VALUE = 200;

export function driftText(stage: string, { resources, missing }: Drift): string {
  return [
    ...resources.map(({ stack, logicalId, type, status }) => `!! ${stack}/${logicalId} (${type}): ${status}`),
    ...missing.map((stack) => `?  ${stack} is not deployed yet`),
    `${stage}: ${verdict(resources)}`,
    '',
  ].join('\n');
}

/** For the issue and the job's summary. */
export function driftMarkdown(stage: string, { resources }: Drift): string {
  const rows = resources.flatMap((resource) => {
    const { stack, logicalId, type, status, differences } = resource;
    const head = [code(`${stack}/${logicalId}`), type, status];
    if (differences.length === 0) return [[...head, '', '', '']];
    return differences.map(({ path, expected, actual }) => [...head, code(path), value(expected), value(actual)]);
  });
  return [
    `### ${plain(stage)}: ${verdict(resources)}`,
    '',
    ...(rows.length === 0
      ? []
      : [
          table(['resource', 'type', 'status', 'property', 'template', 'really'], rows),
          '',
          'Somebody changed these by hand. Write the change into `.projenrc.ts` or `src/extensions.ts` if it is meant, or undo it: the next deployment may not, because CloudFormation compares templates and not what runs.',
        ]),
  ].join('\n');
}

function value(text: string): string {
  return code(text.length > VALUE ? `${text.slice(0, VALUE)}…` : text);
}

function verdict(resources: readonly DriftedResource[]): string {
  if (resources.length === 0) return 'no drift';
  return resources.length === 1 ? 'one resource has drifted' : `${resources.length} resources have drifted`;
}
