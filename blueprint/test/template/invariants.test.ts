import { extensions } from '../../src/extensions';
import { service } from '../../src/template/service';
import { INVARIANTS, subjectOf } from './support/invariants';
import { nagFindings } from './support/nag';
import { synthesizeStage, templatesOf } from './support/repository';

describe.each(service.stages.map((stage) => [stage.name, stage] as const))('stage %s', (_name, stage) => {
  let findings: readonly string[] = [];
  const inspect: Parameters<typeof synthesizeStage>[0]['inspect'] = (app) => {
    findings = nagFindings(app, stage);
  };
  const subject = subjectOf(stage, templatesOf(synthesizeStage({ service, stage, extensions, inspect })));

  test.each(Object.entries(INVARIANTS))('%s', (_title, check) => {
    check(subject);
  });

  test('cdk-nag (AwsSolutions, NIST 800-53 R5) finds nothing that is not acknowledged', () => {
    expect(findings).toEqual([]);
  });
});
