import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkService } from '../../src/pitfalls';
import { casesOf, checkedBy, describeCases, foundInOptions } from './support/cases';
import { STAGE, service } from './support/service';
import * as stage from './support/stage';

/** What jsii knows of the options. */
interface Manifest {
  readonly types: Readonly<
    Record<
      string,
      {
        readonly interfaces?: readonly string[];
        readonly properties?: readonly {
          readonly name: string;
          readonly type: {
            readonly fqn?: string;
            readonly collection?: { readonly kind: string; readonly elementtype: { readonly fqn?: string } };
          };
        }[];
      }
    >
  >;
}

const cases = casesOf('options');

test('the good service has no finding at all', () => {
  expect(checkService(service())).toEqual([]);
});

test('every option check has valid and invalid cases', () => {
  expect(cases.map(([id]) => id)).toEqual(checkedBy('option'));
  for (const [, { valid, invalid }] of cases) {
    expect(Object.keys(valid).length).toBeGreaterThan(0);
    expect(Object.keys(invalid).length).toBeGreaterThan(0);
  }
});

describeCases(cases, foundInOptions);

test('every option that a rule names exists', () => {
  const { types } = JSON.parse(readFileSync(join(__dirname, '../../.jsii'), 'utf8')) as Manifest;
  /** Whether the names lead from a struct to one of its options, through lists and maps. */
  const leads = (fqn: string, [name, ...rest]: string[]): boolean => {
    const { interfaces = [], properties = [] } = types[fqn];
    const property = properties.find((candidate) => candidate.name === name);
    if (property === undefined) return interfaces.some((base) => leads(base, [name, ...rest]));
    if (rest.length === 0) return true;
    const { collection, fqn: next } = property.type;
    if (collection?.kind === 'map') rest.shift();
    const inner = collection?.elementtype.fqn ?? next;
    if (collection?.kind === 'map' && rest.length === 0) return true;
    return inner !== undefined && leads(inner, rest);
  };
  const named = cases.flatMap(([, { invalid }]) =>
    Object.values(invalid).flatMap(([, ...findings]) => findings.map((finding) => finding.split(' ')[1] ?? '')),
  );
  const unknown = named.filter(
    (option) => !leads('projen-udp-service.ServiceOptions', option.replace(/\[.*?\]/g, '').split('.')),
  );
  expect(unknown).toEqual([]);
});

test('a finding names stage, option, value, cause and remedy', () => {
  expect(checkService(service(stage.task({ exec: true })))).toEqual([
    {
      pitfall: 'P40',
      level: 'error',
      title: 'ECS Exec fails',
      stage: 'prod',
      option: 'task.exec',
      message: expect.stringContaining('true together with application.readonlyRootFilesystem'),
      remedy: 'Set one of them to false.',
      isBinding: true,
    },
  ]);
});

test('an allocation ID may not serve two stages', () => {
  const addresses = { source: 'imported', allocationIds: { a: 'eipalloc-1' } } as const;
  const stages = ['one', 'two'].map((name) => ({ ...STAGE, ...stage.balancer({ crossZone: true }), name, addresses }));
  expect(checkService({ name: 'dns', stages })).toMatchObject([
    { pitfall: 'P33', stage: 'two', message: expect.stringContaining('zone a of stage one') },
  ]);
});
