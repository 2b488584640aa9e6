import type { OptionCases, TemplateCases } from '../support/cases';
import { application } from '../support/changes';
import { containers, unchanged } from '../support/good';
import { STAGE } from '../support/service';

export const options: OptionCases = {
  valid: { 'a larger buffer': { logs: { ...STAGE.logs, maxBufferSizeMiB: 25 } } },
  invalid: { blocking: [{ logs: { ...STAGE.logs, mode: 'blocking' } }, 'advice logs.mode'] },
};

export const template: TemplateCases = {
  valid: {
    'the mode is said': unchanged,
    'another driver': application({ LogConfiguration: { LogDriver: 'awsfirelens' } }),
  },
  invalid: {
    'the mode is open': [
      (t) => {
        delete containers(t)[0].LogConfiguration.Options.mode;
      },
      'advice Task',
    ],
    'no logs': [application({ LogConfiguration: undefined }), 'warning Task'],
  },
};
