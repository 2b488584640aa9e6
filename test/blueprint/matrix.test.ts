import { INVARIANTS, subjectOf } from '../../blueprint/test/support/invariants';
import { resources } from '../../blueprint/test/support/repository';
import { checkTemplates } from '../../src/pitfalls';
import { readTemplates } from '../../src/pitfalls/template/read';
import { serviceDocument } from '../../src/repository/service-docs/document';
import { alarmsOf } from '../../src/service/alarm-catalogue';
import { anchorsOf, linkedAnchors } from '../support/github-anchors';
import { MATRIX } from './support/matrix';
import { serviceOf } from './support/services';
import { synthesize } from './support/synthesis';

test('the matrix is large enough', () => {
  expect(MATRIX.length).toBeGreaterThanOrEqual(60);
});

describe.each(MATRIX)('%s', (_title, stage) => {
  const { assembly, messages, printed, templates } = synthesize(serviceOf(stage), { validateTemplates: true });

  test('what holds for every service holds', () => {
    const subject = subjectOf(stage, templates);
    for (const check of Object.values(INVARIANTS)) {
      check(subject);
    }
  });

  test('it synthesizes without a look-up, a warning and a custom resource', () => {
    expect(assembly.manifest.missing ?? []).toEqual([]);
    expect(messages).toEqual([]);
    expect(printed).toEqual([]);
    expect(resources(templates, 'AWS::Lambda::Function')).toEqual([]);
  });

  test('udp-service check finds no error and no warning', () => {
    const findings = checkTemplates(readTemplates([assembly.directory]));
    expect(findings.filter(({ level }) => level !== 'advice')).toEqual([]);
  });

  test('every section of docs/service.md that a template or the document itself names is there', () => {
    const document = serviceDocument(serviceOf(stage));
    const anchors = anchorsOf(document);
    const named = [...JSON.stringify(templates).matchAll(/docs\/service\.md#([\w-]+)/g)].map(([, anchor]) => anchor);
    expect([...named, ...linkedAnchors(document)].filter((anchor) => !anchors.has(anchor))).toEqual([]);
    expect(new Set(named)).toEqual(
      new Set([
        ...alarmsOf(stage).map(({ kind }) => `alarm-${kind}`),
        ...(stage.operations.deploymentEvents === 'none' ? [] : ['deployments']),
        ...(stage.capacity.autoscaling?.packetsPerSecondPerTask === undefined ? [] : ['scaling']),
      ]),
    );
  });

  test('stacks and constructs are named after service, stage and part', () => {
    const parts = [
      ...(stage.addresses.source === 'elastic' ? ['addresses'] : []),
      ...(stage.trust ? ['deploy-role'] : []),
      ...(stage.network.source === 'created' ? ['network'] : []),
      'service',
    ];
    expect(assembly.stacks.map(({ id, stackName }) => [id, stackName]).sort()).toEqual(
      parts.map((part) => [`dev-${part}`, `udp-service-dev-${part}`]),
    );
  });
});
