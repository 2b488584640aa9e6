import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../util/json';
import { readBytes } from '../util/read-file';
import { UserError } from '../util/user-error';
import { assetsOf } from './assets';
import type { TemplateSource } from './evaluate/assembly';
import { sourcesOf } from './evaluate/sources';
import { render } from './functions';
import { assemblyText, readFrom, readJsonObject, readManifest, shownPath } from './json-files';
import { type Artifact, ASSEMBLY_ARTIFACT, ASSETS_ARTIFACT, placeOf, propertyOf, STACK_ARTIFACT } from './manifest';
import { parseContent, parseTemplate } from './parse/parse';
import { holdsResources } from './parse/template';
import type { Assembly, Asset, ParsedTemplate, Stack } from './stack';

/** As deep as stacks may nest; CloudFormation gives up earlier. */
const DEEPEST_NESTING = 10;
const NESTED_STACK = 'AWS::CloudFormation::Stack';
const DEPLOYMENT_SETTINGS = ['assumeRoleArn', 'cloudFormationExecutionRoleArn', 'notificationArns'];
const TEMPLATE_FILES = ['.json', '.yaml', '.yml', '.template'];

/** A template and the line of each of its resources. */
export function readTemplate(file: string): ParsedTemplate {
  return parseTemplate(readFrom(file, assemblyText), shownPath(file));
}

/** Whether a folder is a cloud assembly. */
export function isAssembly(path: string): boolean {
  return existsSync(join(path, 'manifest.json'));
}

/** The templates that rules look at, from templates, cloud assemblies (`cdk.out`) and folders of templates. */
export function readTemplates(paths: readonly string[]): TemplateSource[] {
  return sourcesOf(paths.flatMap(readPath));
}

/** What a path names: a template, a cloud assembly (`cdk.out`), or the templates of a folder. */
function readPath(path: string): readonly Assembly[] {
  if (!existsSync(path)) {
    throw new UserError({
      subject: path,
      cause: 'no such file or folder',
      remedy: 'Name a template or a cloud assembly; "npx cdk synth" writes one to cdk.out',
    });
  }
  if (!statSync(path).isDirectory()) return [readTemplateFile(path)];
  return isAssembly(path) ? [readAssembly(path)] : readFolder(path);
}

/** A bare template as an assembly of one stack, with those nested in it whose templates lie beside it. */
export function readTemplateFile(file: string): Assembly {
  const stack: Stack = {
    id: basename(file).replace(/(\.template)?\.(json|ya?ml|template)$/, ''),
    file: shownPath(file),
    ...readTemplate(file),
    tags: {},
    deployment: {},
    nested: new Set(),
    assets: new Map(),
  };
  return { kind: 'template', stacks: withNested(stack, file), missing: [] };
}

/** A cloud assembly (`cdk.out`), assemblies within it and nested stacks included. */
export function readAssembly(directory: string): Assembly {
  const missing: string[] = [];
  const stacks = stacksOf(directory, '', missing);
  if (stacks.length === 0) {
    throw new UserError({
      subject: shownPath(directory),
      cause: 'holds no stack',
      remedy: 'Synthesize it with "npx cdk synth" first',
    });
  }
  return { kind: 'assembly', stacks, missing };
}

function readFolder(folder: string): readonly Assembly[] {
  const files = readdirSync(folder)
    .filter((name) => TEMPLATE_FILES.includes(extname(name)))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .filter(isTemplate);
  if (files.length > 0) return files.map(readTemplateFile);
  throw new UserError({
    subject: folder,
    cause: 'neither a cloud assembly (no manifest.json) nor a folder of templates',
    remedy: 'Run "npx cdk synth" first, or name the template itself',
  });
}

/** Whether a file of a folder is a template; most are looked at no further than for the word. */
function isTemplate(file: string): boolean {
  // in whatever encoding: one that cannot be read is told and not passed over
  const text = readBytes(file).toString('latin1').replaceAll('\0', '');
  if (!/Resources["']?\s*:/.test(text)) return false;
  return holdsResources(parseContent(readFrom(file, assemblyText), shownPath(file)).content);
}

function stacksOf(directory: string, prefix: string, missing: string[]): Stack[] {
  const manifest = readManifest(directory);
  missing.push(...manifest.missing);
  const assets = new Map<string, Asset>();
  for (const artifact of manifest.artifacts) {
    const file = propertyOf(artifact, ASSETS_ARTIFACT, 'file');
    if (file === undefined) continue;
    for (const asset of assetsOf(readJsonObject(join(directory, file)))) {
      assets.set(asset.id, asset.path === undefined ? asset : { ...asset, path: join(directory, asset.path) });
    }
  }
  return manifest.artifacts.flatMap((artifact) => {
    const inner = propertyOf(artifact, ASSEMBLY_ARTIFACT, 'directoryName');
    if (inner !== undefined) return stacksOf(join(directory, inner), `${prefix}${artifact.id}/`, missing);
    const templateFile = propertyOf(artifact, STACK_ARTIFACT, 'templateFile');
    if (templateFile === undefined) return [];
    const file = join(directory, templateFile);
    return withNested(stackOf(`${prefix}${artifact.id}`, artifact, file, assets), file);
  });
}

function stackOf(id: string, artifact: Artifact, file: string, assets: ReadonlyMap<string, Asset>): Stack {
  const { environment, properties } = artifact;
  const tags = isObject(properties.tags) ? properties.tags : {};
  return {
    id,
    name: typeof properties.stackName === 'string' ? properties.stackName : artifact.id,
    file: shownPath(file),
    ...readTemplate(file),
    ...(environment === undefined ? {} : { environment }),
    ...placeOf(environment),
    artifact,
    terminationProtection: properties.terminationProtection === true,
    tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, render(value)])),
    deployment: Object.fromEntries(
      DEPLOYMENT_SETTINGS.flatMap((key) => (properties[key] === undefined ? [] : [[key, properties[key] as Json]])),
    ),
    nested: new Set(),
    assets,
  };
}

/**
 * A stack and the nested stacks whose templates lie beside it.
 *
 * @param within real paths of the templates that it is nested in
 */
function withNested(stack: Stack, file: string, within: readonly string[] = []): Stack[] {
  const real = realpathSync(file);
  if (within.includes(real)) {
    throw new UserError({
      subject: stack.file,
      cause: 'a nested stack of it is made from this template again',
      remedy: 'Correct the path of its template',
    });
  }
  const children = new Map<string, Stack[]>();
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    if (!isObject(resource) || resource.Type !== NESTED_STACK) continue;
    const template = nestedTemplateFile(resource, stack.assets, dirname(file));
    if (template === undefined) continue;
    if (within.length >= DEEPEST_NESTING) {
      throw new UserError({
        subject: stack.file,
        cause: `nests stacks more than ${DEEPEST_NESTING} deep`,
        remedy: 'Look for a template that includes itself',
      });
    }
    children.set(logicalId, withNested(nestedStack(stack, logicalId, resource, template), template, [...within, real]));
  }
  return [{ ...stack, nested: new Set(children.keys()) }, ...[...children.values()].flat()];
}

function nestedStack(parent: Stack, logicalId: string, { Properties }: JsonObject, file: string): Stack {
  const properties = isObject(Properties) ? Properties : {};
  const { artifact: _, ...inherited } = parent;
  return {
    ...inherited,
    id: `${parent.id}/${logicalId}`,
    ...(parent.name === undefined ? {} : { name: `${parent.name}/${logicalId}` }),
    file: shownPath(file),
    ...readTemplate(file),
    tags: {},
    deployment: {},
    parent: { id: parent.id, logicalId },
    parameters: isObject(properties.Parameters) ? properties.Parameters : {},
    nested: new Set(),
  };
}

/** The template of a nested stack, where the CDK or the template of its parent says that it lies. */
function nestedTemplateFile(
  { Metadata, Properties }: JsonObject,
  assets: ReadonlyMap<string, Asset>,
  directory: string,
): string | undefined {
  const url = isObject(Properties) ? Properties.TemplateURL : undefined;
  const local = [isObject(Metadata) ? Metadata['aws:asset:path'] : undefined, url].flatMap((path) =>
    typeof path === 'string' && !/^[a-z0-9]+:\/\//i.test(path) ? [join(directory, path)] : [],
  );
  const hash = /[0-9a-f]{64}/.exec(render(url))?.[0];
  const published = hash === undefined ? undefined : assets.get(hash)?.path;
  return [...local, ...(published === undefined ? [] : [published])].find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
}
