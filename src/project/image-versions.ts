import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Component, type Project } from 'projen';
import type { Service } from '../model/model';
import { type Problem, Problems } from '../util/problems';
import { readJson } from '../util/read-file';
import { UnusableInput } from '../util/text-limits';
import { OwnedFile } from './ownership/owned-file';

export const IMAGE_VERSIONS = 'images.json';

/** Stages whose image exists already. */
function stagesWithImage({ stages }: Service): string[] {
  return stages.filter(({ image }) => image.source !== 'asset').map(({ name }) => name);
}

/** Why the versions of existing images are not known. */
export function checkImageVersions(
  service: Service,
  initial: Readonly<Record<string, string | undefined>>,
  directory: string,
): readonly Problem[] {
  const stages = stagesWithImage(service);
  if (stages.length === 0) return [];
  const file = join(directory, IMAGE_VERSIONS);
  const problems = new Problems();
  const versions = existsSync(file) ? read(file, problems) : initial;
  for (const stage of versions === undefined ? [] : stages) {
    const remedy = existsSync(file)
      ? `Add "${stage}": "<tag or sha256:digest>" to ${IMAGE_VERSIONS}.`
      : `Give 'image.initialVersion' (it is written into ${IMAGE_VERSIONS}), or create ${IMAGE_VERSIONS} with { "${stage}": "<tag or sha256:digest>" }.`;
    problems.require(typeof versions?.[stage] === 'string' && versions[stage] !== '', {
      subject: `${IMAGE_VERSIONS} "${stage}"`,
      value: versions?.[stage],
      cause: `the image of stage '${stage}' exists already, and nothing says which version of it to run`,
      remedy,
    });
  }
  return problems.all;
}

/** The owned `images.json`: the version of every existing image, by stage. Any bot may change it; no synth is needed. */
export class ImageVersionsFile extends Component {
  public constructor(project: Project, service: Service, initial: Readonly<Record<string, string | undefined>>) {
    super(project);
    const stages = stagesWithImage(service);
    if (stages.length === 0) return;

    const file = join(project.outdir, IMAGE_VERSIONS);
    const versions = (existsSync(file) ? read(file, new Problems()) : initial) ?? {};
    for (const stage of stages.filter((name) => versions[name] === 'latest')) {
      project.logger.warn(
        `${IMAGE_VERSIONS} "${stage}": "latest" names another image from day to day: a rollback cannot go back and two tasks may differ. Name a version or a digest.`,
      );
    }
    const content = Object.fromEntries(stages.map((stage) => [stage, versions[stage]]));
    new OwnedFile(project, IMAGE_VERSIONS, `${JSON.stringify(content, undefined, 2)}\n`);
  }
}

function read(file: string, problems: Problems): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed = readJson(file);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
    throw new UnusableInput('holds no object');
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    problems.add({
      subject: IMAGE_VERSIONS,
      value: undefined,
      cause: `it cannot be read: it ${error.reason}`,
      remedy: 'It must look like { "dev": "1.2.3" }: a version (tag or sha256:digest) by stage.',
    });
    return undefined;
  }
}
