import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MATRIX } from './support/matrix';
import { serviceOf } from './support/services';
import { synthesize } from './support/synthesis';

const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;
const isStrict = process.env.STRICT === '1';

/** Installed by `pip install cfn-lint`. Where it must not be missing, `STRICT=1` turns the skip into a failure. */
(isInstalled || isStrict ? test : test.skip)(
  'cfn-lint finds neither an error nor a warning (needs cfn-lint)',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'lint-'));
    try {
      const files = MATRIX.flatMap(([, stage], index) =>
        Object.entries(synthesize(serviceOf(stage)).templates).map(([stack, template]) => {
          const file = join(directory, `${index}-${stack}.json`);
          writeFileSync(file, JSON.stringify(template, undefined, 2));
          return file;
        }),
      );
      const { error, status, stdout } = spawnSync('cfn-lint', ['--template', ...files], { encoding: 'utf8' });
      expect({ error, status, stdout }).toEqual({ error: undefined, status: 0, stdout: '' });
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
  120_000,
);
