import { extensions } from '../src/extensions';
import { service } from '../src/service';
import { INVARIANTS, subjectOf } from './support/invariants';
import { synthesizeStage, templatesOf } from './support/repository';

describe.each(service.stages.map((stage) => [stage.name, stage] as const))('stage %s', (_name, stage) => {
  const subject = subjectOf(stage, templatesOf(synthesizeStage({ service, stage, extensions })));

  test.each(Object.entries(INVARIANTS))('%s', (_title, check) => {
    check(subject);
  });
});
