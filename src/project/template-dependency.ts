import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Component, type javascript } from 'projen';
import type { PackageVersion } from '../files/manifest';
import { installedTemplate } from '../files/template';

/**
 * This package as a direct development dependency of every repository. One that is made by the preset of an organisation
 * names that alone, and not every package manager links the command `udp-service` of a dependency's dependency.
 */
export class TemplateDependency extends Component {
  public constructor(project: javascript.NodeProject, preset: PackageVersion | undefined) {
    super(project);
    const { name } = installedTemplate();
    if (project.deps.all.some((dependency) => dependency.name === name)) return;
    const range = preset && rangeOf(name, preset, project.outdir);
    project.addDevDeps(range === undefined ? name : `${name}@${range}`);
  }
}

/** The versions of a package that the preset works with. */
function rangeOf(name: string, preset: PackageVersion, directory: string): string | undefined {
  try {
    const file = createRequire(join(directory, 'package.json')).resolve(`${preset.name}/package.json`);
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string> | undefined>;
    const range = manifest.peerDependencies?.[name] ?? manifest.dependencies?.[name];
    return range === '*' ? undefined : range;
  } catch {
    return undefined; // it is not installed yet: any version will do until it is
  }
}
