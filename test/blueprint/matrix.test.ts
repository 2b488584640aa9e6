import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../../blueprint/src/template/model';
import { INVARIANTS, subjectOf } from '../../blueprint/test/template/support/invariants';
import { nagFindings } from '../../blueprint/test/template/support/nag';
import { ACKNOWLEDGEMENTS, type Acknowledgement } from '../../blueprint/test/template/support/nag-acknowledgements';
import { resources } from '../../blueprint/test/template/support/repository';
import { readTemplates } from '../../src/cloudformation/files';
import { alarmsOf } from '../../src/model/alarm-catalogue';
import { NPM } from '../../src/package-managers';
import { checkTemplates } from '../../src/pitfalls';
import { wordingOf } from '../../src/project/document-wording';
import { serviceDocument } from '../../src/project/service-docs/document';
import { anchorsOf, linkedAnchors } from '../support/github-anchors';
import { MATRIX } from './support/matrix';
import { synthesize } from './support/synthesis';

const acknowledged = new Set<Acknowledgement>();
/**
 * Every so many services the CDK validates the templates, too, as in a generated repository. It takes five times as long
 * as the synthesis, and what it finds, cfn-lint finds, which reads every template below.
 */
const VALIDATED = 8;
/** Templates for cfn-lint, each once. */
const linted = new Set<string>();
const templateDirectory = mkdtempSync(join(tmpdir(), 'matrix-'));
afterAll(() => rmSync(templateDirectory, { recursive: true }));

test('the matrix is large enough', () => {
  expect(MATRIX.length).toBeGreaterThanOrEqual(60);
});

describe.each(MATRIX.map(([title, service], index) => [title, service, index] as const))(
  '%s',
  (_title, service, index) => {
    const validateTemplates = index % VALIDATED === 0;
    const { app, assembly, messages, printed, templates } = synthesize(service, { validateTemplates });
    for (const [stack, template] of Object.entries(templates)) {
      const text = JSON.stringify(template, undefined, 2);
      // Networks and addresses repeat themselves under the names of other stages.
      const content = text.replaceAll(stack.replace(/-\w+$/, ''), '');
      if (linted.has(content)) continue;
      linted.add(content);
      writeFileSync(join(templateDirectory, `${index}-${stack}.json`), text);
    }

    test('what holds for every service holds', () => {
      for (const stage of service.stages) {
        const own = Object.entries(templates).filter(([stack]) => stack.startsWith(`${service.name}-${stage.name}-`));
        const subject = subjectOf(stage, Object.fromEntries(own));
        for (const check of Object.values(INVARIANTS)) {
          check(subject);
        }
      }
    });

    test('it synthesizes without a look-up, a warning and a custom resource but the one that was asked for', () => {
      expect(assembly.manifest.missing ?? []).toEqual([]);
      expect(messages).toEqual([]);
      expect(printed).toEqual([]);
      const closed = service.stages.filter(
        ({ network }) => network.source === 'created' && network.restrictDefaultSecurityGroup,
      );
      expect(resources(templates, 'Custom::VpcRestrictDefaultSG')).toHaveLength(closed.length);
      expect(resources(templates, 'AWS::Lambda::Function')).toHaveLength(closed.length);
    });

    test('udp-service check finds no error and no warning', () => {
      const findings = checkTemplates(readTemplates([assembly.directory]));
      expect(findings.filter(({ level }) => level !== 'advice')).toEqual([]);
    });

    test('cdk-nag finds nothing that is not acknowledged', () => {
      const findings = service.stages.map((stage) =>
        nagFindings(app, stage, (one) => acknowledged.add(one)).filter((finding) =>
          finding.includes(` at ${stage.name}-`),
        ),
      );
      expect(findings.flat()).toEqual([]);
    });

    test('every section of docs/service.md that a template or the document itself names is there', () => {
      const document = serviceDocument(service, wordingOf(NPM, false));
      const anchors = anchorsOf(document);
      const text = JSON.stringify(templates);
      const named = [...text.matchAll(/docs\/service\.md#([\w-]+)/g)].map(([, anchor]) => anchor);
      expect([...named, ...linkedAnchors(document)].filter((anchor) => !anchors.has(anchor))).toEqual([]);
      expect(new Set(named)).toEqual(new Set(service.stages.flatMap(namedSections)));
    });

    test('stacks and constructs are named after service, stage and part', () => {
      const expected = service.stages.flatMap((stage) =>
        [
          ...(stage.addresses.source === 'elastic' ? ['addresses'] : []),
          ...(stage.trust ? ['deploy-role'] : []),
          ...(stage.network.source === 'created' ? ['network'] : []),
          'service',
        ].map((part) => `${stage.name}-${part}`),
      );
      expect(assembly.stacks.map(({ id, stackName }) => [id, stackName]).sort()).toEqual(
        expected.sort().map((id) => [id, `udp-service-${id}`]),
      );
    });
  },
);

/** The sections that the templates of a stage lead to. */
function namedSections(stage: Stage): string[] {
  return [
    ...alarmsOf(stage).map(({ kind }) => `alarm-${kind}`),
    ...(stage.operations.deploymentEvents === 'none' ? [] : ['deployments']),
    ...(stage.capacity.autoscaling?.packetsPerSecondPerTask === undefined ? [] : ['scaling']),
  ];
}

test('no acknowledgement of cdk-nag is without a finding', () => {
  const unused = ACKNOWLEDGEMENTS.filter((one) => !acknowledged.has(one));
  // Those of clients who are anywhere, whom no service of the matrix has: nag.test.ts.
  expect(unused.map(({ reason }) => reason)).toEqual([
    'The options of the stage say that its clients are anywhere.',
    'It admits ICMP type 3 (a datagram was too large), whose number the rule takes for a port.',
  ]);
});

const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;
const isStrict = process.env.STRICT === '1';

/** Installed by `pip install cfn-lint`. Where it must not be missing, `STRICT=1` turns the skip into a failure. */
(isInstalled || isStrict ? test : test.skip)(
  'cfn-lint finds neither an error nor a warning (needs cfn-lint)',
  () => {
    const args = ['--template', join(templateDirectory, '*.json')];
    const { error, status, stdout } = spawnSync('cfn-lint', args, { encoding: 'utf8' });
    expect({ error, status, stdout }).toEqual({ error: undefined, status: 0, stdout: '' });
  },
  240_000,
);
