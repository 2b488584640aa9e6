import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { isObject, type Json } from '../util/json';
import { parseJsonText } from '../util/json-text';
import { readText } from '../util/read-file';
import { UnusableInput } from '../util/text-limits';
import type { TemplateSource } from './evaluate/assembly';
import { parameterCycle } from './parse/parameter-cycles';
import { type ParsedTemplate, parseYamlTemplate } from './parse/yaml';

/** As deep as stacks may nest; CloudFormation gives up earlier. */
const DEEPEST_NESTING = 10;

/** An input that cannot be checked; the message names the file, the cause and the remedy. */
export class UnreadableInput extends Error {}

/** Read templates from files, cloud assemblies (`cdk.out`) and folders of templates. */
export function readTemplates(paths: readonly string[]): TemplateSource[] {
  const sources = paths.flatMap(readPath);
  // The same file named twice, or by its folder and by itself, is one template.
  return [...new Map(sources.map((source) => [source.id, source])).values()];
}

function readPath(path: string): TemplateSource[] {
  if (!existsSync(path)) {
    throw new UnreadableInput(
      `${path}: no such file or folder. Name a template or a cloud assembly; "npx cdk synth" writes one to cdk.out.`,
    );
  }
  if (!statSync(path).isDirectory()) return readWithNested(path, {});
  return existsSync(join(path, 'manifest.json')) ? readAssembly(path) : readFolder(path);
}

function readFolder(folder: string): TemplateSource[] {
  const files = readdirSync(folder)
    .filter((name) => ['.json', '.yaml', '.yml', '.template'].includes(extname(name)))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .filter((file) => /^\s{0,4}["']?Resources["']?\s*:/m.test(readText(file)));
  if (files.length === 0) {
    throw new UnreadableInput(
      `${folder}: neither a cloud assembly (no manifest.json) nor a folder of templates. ` +
        'Run "npx cdk synth" first, or name the template itself.',
    );
  }
  return files.flatMap((file) => readWithNested(file, {}));
}

function readAssembly(folder: string): TemplateSource[] {
  const manifest = parse(join(folder, 'manifest.json'), (text) => parseJsonText(text) as Json);
  const artifacts = isObject(manifest) && isObject(manifest.artifacts) ? manifest.artifacts : {};
  const sources = Object.entries(artifacts).flatMap(([id, artifact]): TemplateSource[] => {
    const properties = isObject(artifact) && isObject(artifact.properties) ? artifact.properties : {};
    const type = isObject(artifact) ? artifact.type : undefined;
    if (type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      return readAssembly(join(folder, properties.directoryName));
    }
    if (type !== 'aws:cloudformation:stack' || typeof properties.templateFile !== 'string') return [];
    const environment = isObject(artifact) ? artifact.environment : undefined;
    return readWithNested(join(folder, properties.templateFile), {
      name: typeof properties.stackName === 'string' ? properties.stackName : id,
      environment: typeof environment === 'string' ? environment : undefined,
    });
  });
  if (sources.length === 0 && !isNestedAssembly(folder)) {
    throw new UnreadableInput(
      `${join(folder, 'manifest.json')}: the assembly holds no stack. Synthesize the app again.`,
    );
  }
  return sources;
}

function isNestedAssembly(folder: string): boolean {
  return basename(folder).startsWith('assembly-');
}

type Origin = Pick<TemplateSource, 'environment' | 'parent'> & {
  readonly name?: string;
  /** Templates that it is nested in. */
  readonly within?: readonly string[];
};

/** A template with the nested stacks whose templates lie beside it. */
function readWithNested(file: string, origin: Origin): TemplateSource[] {
  const { content, lines } = parseTemplate(file);
  const resources = isObject(content) ? content.Resources : undefined;
  if (!isObject(resources)) {
    throw new UnreadableInput(
      `${file}: not a CloudFormation template (it has no "Resources"). Name a template or a cloud assembly.`,
    );
  }
  const cycle = parameterCycle(content);
  if (cycle !== undefined) {
    throw new UnreadableInput(
      `${file}: the default of the parameter ${cycle[0]} refers to itself (${cycle.join(' → ')}). Write a text as its default.`,
    );
  }
  const { parent, within = [] } = origin;
  const real = realpathSync(file);
  if (within.includes(real)) {
    throw new UnreadableInput(
      `${file}: a nested stack of it is made from this template again. Correct the path of its template.`,
    );
  }
  const shown = relative(process.cwd(), file).startsWith('..') ? file : relative(process.cwd(), file);
  const source: TemplateSource = {
    id: parent ? `${parent.id}/${parent.logicalId}` : shown,
    name: origin.name ?? basename(file).replace(/(\.template)?\.(json|ya?ml|template)$/, ''),
    file: shown,
    ...(origin.environment === undefined ? {} : { environment: origin.environment }),
    ...(parent === undefined ? {} : { parent }),
    content,
    lines,
  };
  const nested = Object.entries(resources).flatMap(([logicalId, resource]) => {
    const child = nestedFile(resource, dirname(file));
    if (child === undefined) return [];
    if (within.length >= DEEPEST_NESTING)
      throw new UnreadableInput(
        `${file}: nests stacks more than ${DEEPEST_NESTING} deep. Look for a template that includes itself.`,
      );
    const from = {
      ...origin,
      within: [...within, real],
      name: `${source.name}/${logicalId}`,
      parent: { id: source.id, logicalId },
    };
    return readWithNested(child, from);
  });
  return [source, ...nested];
}

function nestedFile(resource: Json, folder: string): string | undefined {
  if (!isObject(resource) || resource.Type !== 'AWS::CloudFormation::Stack') return undefined;
  const asset = isObject(resource.Metadata) ? resource.Metadata['aws:asset:path'] : undefined;
  const url = isObject(resource.Properties) ? resource.Properties.TemplateURL : undefined;
  const local = [asset, url].find((path) => typeof path === 'string' && !/^[a-z0-9]+:\/\//i.test(path));
  const path = typeof local === 'string' ? join(folder, local) : undefined;
  return path !== undefined && existsSync(path) && statSync(path).isFile() ? path : undefined;
}

function parseTemplate(file: string): ParsedTemplate {
  return parse(file, (text) => (text.trimStart().startsWith('{') ? parseJsonTemplate(text) : parseYamlTemplate(text)));
}

function parse<T>(file: string, parser: (text: string) => T): T {
  try {
    // An editor of Windows may have left a mark at the beginning.
    return parser(readText(file).replace(/^\uFEFF/, ''));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UnreadableInput(
      `${file}: cannot be parsed: ${error instanceof UnusableInput ? 'it ' : ''}${cause}. Correct the file, or synthesize it again.`,
    );
  }
}

function parseJsonTemplate(text: string): ParsedTemplate {
  const content = parseJsonText(text) as Json;
  const resources = isObject(content) && isObject(content.Resources) ? Object.keys(content.Resources) : [];
  const lines = new Map<string, number>();
  let position = text.indexOf('"Resources"');
  let line = text.slice(0, position).split('\n').length;
  for (const logicalId of resources) {
    const match = text.slice(position).search(new RegExp(`"${literal(logicalId)}"\\s*:\\s*\\{`));
    if (match < 0) continue;
    line += text.slice(position, position + match).split('\n').length - 1;
    lines.set(logicalId, line);
    position += match;
  }
  return { content, lines };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
