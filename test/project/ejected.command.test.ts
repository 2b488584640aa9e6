import { Testing } from 'projen';
import { UdpServiceProject, type UdpServiceProjectOptions } from '../../src';
import { OPTION_SETS } from '../../tools/docs/option-sets';
import { workflowsOf } from '../../tools/docs/workflow-ids';
import { type Files, temporaryDirectory } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { findingsIn } from '../workflows/findings';

/** What nothing of an ejected repository names. */
const GONE = /projen|udp-service [a-z]/;
/** The stacks say by which version they were made, and go on saying so. */
const MEANT = /^src\/template\/service\.ts: {3}"name": "projen-udp-service",$/;
/** Every sixth: all of them are linted as they are. */
const SAMPLE = OPTION_SETS.filter((_, index) => index % 6 === 3);

/** What ejecting leaves of a repository. */
function eject(options: UdpServiceProjectOptions): Files {
  const outdir = temporaryDirectory();
  process.env.PROJEN_DISABLE_POST = 'true';
  try {
    new UdpServiceProject({ ...options, outdir }).synth();
    process.env.PROJEN_EJECTING = 'true';
    return Testing.synth(new UdpServiceProject({ ...options, outdir }));
  } finally {
    delete process.env.PROJEN_EJECTING;
    delete process.env.PROJEN_DISABLE_POST;
  }
}

describeWith(['shellcheck'], 'what ejecting leaves of', () => {
  test.each(SAMPLE)(
    '%s stands by itself',
    async (_, options) => {
      const files = eject(options);
      const { scripts } = files['package.json'];
      const naming = Object.entries(files).flatMap(([path, content]) => {
        const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
        return text.split('\n').flatMap((line) => (GONE.test(line) ? [`${path}: ${line}`] : []));
      });
      expect(naming.filter((line) => !MEANT.test(line))).toEqual([]);

      expect(await findingsIn(files, Object.keys(scripts))).toEqual([]);
      // Yarn starts programs in the same way
      const calls = /(?:npm|pnpm|yarn) run (?!cdk )([\w:-]+)/g;
      const called = workflowsOf(files).flatMap((path) => [...String(files[path]).matchAll(calls)]);
      expect(called.length).toBeGreaterThan(0);
      expect(called.map(([, name]) => name).filter((name) => !(name in scripts))).toEqual([]);
    },
    60_000,
  );
});
