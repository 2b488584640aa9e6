import type { github } from 'projen';

/**
 * How a job proves to a later one which file it has made. Whoever may write artifacts can replace one, by its name and
 * with any content; the outputs of a job are written by that job alone.
 */

type JobOutput = NonNullable<github.workflows.Job['outputs']>[string];

/** Output of the step that has made the file. */
const OUTPUT = 'sha256';

/** Commands of a script that tell the SHA-256 of a file as an output of their step. */
export function tellDigest(file: string): string {
  return [`digest=$(sha256sum ${file})`, `echo "${OUTPUT}=\${digest%% *}" >> "$GITHUB_OUTPUT"`].join('\n');
}

/** Outputs of the job by whose step the SHA-256 of a file is told. */
export function digestOutputs(name: string, stepId: string): Record<string, JobOutput> {
  return { [name]: { stepId, outputName: OUTPUT } };
}

/** What a job has told, in a job that needs it. */
export function digestFrom(job: string, name: string): string {
  return `\${{ needs.${job}.outputs.${name} }}`;
}

/** Commands of a script that end it where a file is not the one whose SHA-256 a variable holds, or where that holds none. */
export function verifyDigest(file: string, variable: string): string {
  return [
    `if ! echo "$${variable}  ${file}" | sha256sum --check --strict --status; then`,
    `  echo "::error::${file} is not the file whose SHA-256 ('$${variable}') the job that made it has told: it was replaced on its way. Run the whole workflow again, and find out who may write artifacts."`,
    '  exit 1',
    'fi',
  ].join('\n');
}
