import { join, posix } from 'node:path';
import { assemblyJson } from '../../cloudformation/json-files';
import { ASSEMBLY_ARTIFACT, ASSETS_ARTIFACT, STACK_ARTIFACT } from '../../cloudformation/manifest';
import { checkImageSource } from './images';
import { isFile, type Root } from './paths';
import { isMembers, type Members, type Report, shown } from './problem';
import {
  ARTIFACT,
  ARTIFACT_PROPERTIES,
  ASSEMBLY_MANIFEST,
  ASSET,
  ASSET_MANIFEST,
  ASSET_METADATA,
  BOOTSTRAP_ROLE,
  FILE_DESTINATION,
  FILE_SOURCE,
  IMAGE_DESTINATION,
  IMAGE_METADATA,
  IMAGE_SOURCE,
  PROGRAMS,
} from './schema';

/** A file asset that a manifest describes. */
interface PublishedFile {
  readonly path: string;
  readonly urls: readonly string[];
}

/** Looks at the manifests of an assembly and of those within it, and at every path that they name. */
export class Manifests {
  private readonly visited = new Set<string>();

  public constructor(
    private readonly root: Root,
    private readonly newestSchema: number,
    private readonly report: Report,
  ) {}

  /** @param folder relative to the assembly */
  public checkAssembly(folder = ''): void {
    this.visited.add(folder);
    const file = posix.join(folder, 'manifest.json');
    const manifest = this.read(file);
    if (manifest === undefined) return;
    this.onlyKnown(manifest, ASSEMBLY_MANIFEST, file);
    this.version(manifest, file);
    if (Array.isArray(manifest.missing) ? manifest.missing.length > 0 : manifest.missing !== undefined) {
      this.report(`${file}: missing`, 'asks for context, which the CDK would look up with the credentials at hand');
    }
    const artifacts = this.members(manifest.artifacts, `${file}: artifacts`);
    const published: PublishedFile[] = [];
    const stacks: [string, Members][] = [];
    for (const [id, artifact] of Object.entries(artifacts)) {
      const place = `${file}: artifacts.${id}`;
      const properties = this.artifact(artifact, place, folder);
      if (properties === undefined) continue;
      const { type } = artifact as Members;
      const path = (name: string) => this.path(properties[name], `${place}.properties.${name}`, folder);
      if (type === STACK_ARTIFACT) {
        stacks.push([place, properties]);
        const template = path('templateFile');
        if (template !== undefined) this.template(template);
      } else if (type === ASSETS_ARTIFACT) {
        const assets = path('file');
        if (assets !== undefined) published.push(...this.assets(assets, folder));
      } else if (type === ASSEMBLY_ARTIFACT) {
        const inner = path('directoryName');
        if (inner === undefined) continue;
        if (this.visited.has(inner))
          this.report(`${place}.properties.directoryName`, 'is an assembly that has been seen');
        else this.checkAssembly(inner);
      } else if (type === 'cdk:tree') path('file');
    }
    for (const [place, properties] of stacks) this.deployedTemplate(properties, place, published);
  }

  /** Checks an artifact and returns its properties, where they can be looked at. */
  private artifact(artifact: unknown, place: string, folder: string): Members | undefined {
    if (!isMembers(artifact)) return this.refuse(place, `is ${shown(artifact)} and no object`);
    this.onlyKnown(artifact, ARTIFACT, place);
    const known = Object.entries(ARTIFACT_PROPERTIES).find(([type]) => type === artifact.type)?.[1];
    if (known === undefined) return this.refuse(`${place}.type`, `is ${shown(artifact.type)}, which is not known`);
    const properties = this.members(artifact.properties, `${place}.properties`);
    this.onlyKnown(properties, known, `${place}.properties`);
    const { lookupRole } = properties;
    if (lookupRole !== undefined) {
      this.onlyKnown(
        this.members(lookupRole, `${place}.properties.lookupRole`),
        BOOTSTRAP_ROLE,
        `${place}.properties.lookupRole`,
      );
    }
    if (artifact.metadata !== undefined) {
      this.metadata(this.members(artifact.metadata, `${place}.metadata`), `${place}.metadata`, folder);
    }
    if (artifact.additionalMetadataFile !== undefined) {
      const file = this.path(artifact.additionalMetadataFile, `${place}.additionalMetadataFile`, folder);
      const content = file === undefined ? undefined : this.read(file);
      if (file !== undefined && content !== undefined) this.metadata(content, file, folder);
    }
    return properties;
  }

  /** Metadata are words for people, but for those by which older synthesizers publish assets. */
  private metadata(metadata: Members, place: string, folder: string): void {
    for (const [path, entries] of Object.entries(metadata)) {
      for (const entry of Array.isArray(entries) ? entries : []) {
        if (!isMembers(entry) || entry.type !== 'aws:cdk:asset') continue;
        const at = `${place}: ${path}.data`;
        const data = this.members(entry.data, at);
        this.onlyKnown(data, [...Object.keys(IMAGE_METADATA), ...ASSET_METADATA], at);
        if (data.packaging === 'container-image') {
          const renamed = Object.entries(data).map(([name, value]) => [IMAGE_METADATA[name] ?? name, value]);
          checkImageSource(Object.fromEntries(renamed), { root: this.root, folder, place: at }, this.report);
        } else this.path(data.path, `${at}.path`, folder);
      }
    }
  }

  private assets(file: string, folder: string): PublishedFile[] {
    const manifest = this.read(file);
    if (manifest === undefined) return [];
    this.onlyKnown(manifest, ASSET_MANIFEST, file);
    this.version(manifest, file);
    const images =
      manifest.dockerImages === undefined ? {} : this.members(manifest.dockerImages, `${file}: dockerImages`);
    for (const [id, asset] of Object.entries(images)) {
      const place = `${file}: dockerImages.${id}`;
      const source = this.asset(asset, IMAGE_SOURCE, IMAGE_DESTINATION, place)?.source;
      if (source === undefined || this.namesProgram(source)) continue;
      checkImageSource(source, { root: this.root, folder, place: `${place}.source` }, this.report);
    }
    const files = manifest.files === undefined ? {} : this.members(manifest.files, `${file}: files`);
    return Object.entries(files).flatMap(([id, asset]) => this.file(asset, `${file}: files.${id}`, folder));
  }

  private file(asset: unknown, place: string, folder: string): PublishedFile[] {
    const { source, destinations = {} } = this.asset(asset, FILE_SOURCE, FILE_DESTINATION, place) ?? {};
    if (source === undefined || this.namesProgram(source)) return [];
    const { packaging } = source;
    if (packaging !== undefined && packaging !== 'file' && packaging !== 'zip') {
      this.report(`${place}.source.packaging`, `is ${shown(packaging)}, which is not known`);
    }
    const path = this.path(source.path, `${place}.source.path`, folder);
    if (path === undefined || packaging === 'zip') return [];
    const urls = Object.values(destinations).flatMap((one) =>
      isMembers(one) ? [`${String(one.bucketName)}/${String(one.objectKey)}`] : [],
    );
    return [{ path, urls }];
  }

  private asset(
    asset: unknown,
    sourceProperties: readonly string[],
    destinationProperties: readonly string[],
    place: string,
  ): { readonly source: Members; readonly destinations: Members } | undefined {
    if (!isMembers(asset)) return this.refuse(place, `is ${shown(asset)} and no object`);
    this.onlyKnown(asset, ASSET, place);
    const destinations = this.members(asset.destinations, `${place}.destinations`);
    for (const [id, destination] of Object.entries(destinations)) {
      const at = `${place}.destinations.${id}`;
      this.onlyKnown(this.members(destination, at), destinationProperties, at);
    }
    const source = this.members(asset.source, `${place}.source`);
    this.onlyKnown(source, sourceProperties, `${place}.source`);
    return { source, destinations };
  }

  /** A nested stack's template is read where the template of its parent says that it lies. */
  private template(file: string): void {
    const template = this.read(file);
    const resources = template?.Resources === undefined ? {} : this.members(template.Resources, `${file}: Resources`);
    for (const [id, resource] of Object.entries(resources)) {
      if (!isMembers(resource) || resource.Type !== 'AWS::CloudFormation::Stack' || !isMembers(resource.Metadata))
        continue;
      const path = resource.Metadata['aws:asset:path'];
      if (path !== undefined) this.path(path, `${file}: Resources.${id}.Metadata.aws:asset:path`, posix.dirname(file));
    }
  }

  /** What is judged is the template in the assembly; what CloudFormation is given must be that. */
  private deployedTemplate(properties: Members, place: string, published: readonly PublishedFile[]): void {
    const { stackTemplateAssetObjectUrl: url, templateFile } = properties;
    if (url === undefined) return;
    const folder = posix.dirname(place.slice(0, place.indexOf(':')));
    const path = posix.normalize(posix.join(folder, String(templateFile)));
    const urls = published.filter((file) => file.path === path).flatMap((file) => file.urls);
    const isOwn =
      typeof url === 'string' &&
      urls.some((one) => url === `s3://${one}` || (/^https:\/\/s3\.[^/]+\//.test(url) && url.endsWith(`/${one}`)));
    if (!isOwn) {
      this.report(
        `${place}.properties.stackTemplateAssetObjectUrl`,
        `${shown(url)} is not where ${shown(templateFile)} is published, so another template would be deployed`,
      );
    }
  }

  private namesProgram(source: Members): boolean {
    return PROGRAMS.some((name) => name in source);
  }

  private onlyKnown(members: Members, known: readonly string[], place: string): void {
    for (const name of Object.keys(members).filter((key) => !known.includes(key))) {
      const isProgram = (PROGRAMS as readonly string[]).includes(name);
      const separator = place.endsWith('.json') ? ': ' : '.';
      this.report(
        `${place}${separator}${name}`,
        isProgram
          ? `names a program (${shown(members[name])}), which the CDK would run with the credentials at hand`
          : 'is a property that is not known',
      );
    }
  }

  private version({ version }: Members, file: string): void {
    const place = `${file}: version`;
    const [, major] = (typeof version === 'string' && /^(\d+)\.\d+\.\d+$/.exec(version)) || [];
    if (major === undefined) this.report(place, `is ${shown(version)} and no version of a schema`);
    else if (Number(major) > this.newestSchema) {
      this.report(place, `is ${shown(version)}, and the schema is known up to version ${this.newestSchema}`);
    }
  }

  /** A path, relative to the assembly, of something that lies in it. */
  private path(value: unknown, place: string, folder: string): string | undefined {
    const cause = this.root.outside(value, folder);
    if (cause !== undefined) return this.refuse(place, cause);
    return posix.normalize(posix.join(folder, String(value).replaceAll('\\', '/')));
  }

  private read(file: string): Members | undefined {
    const absolute = join(this.root.path, file);
    if (!isFile(absolute)) return this.refuse(file, 'is no file');
    try {
      const value = assemblyJson(absolute);
      return isMembers(value) ? value : this.refuse(file, 'holds no JSON object');
    } catch (error) {
      return this.refuse(file, (error as Error).message);
    }
  }

  private members(value: unknown, place: string): Members {
    if (isMembers(value)) return value;
    this.report(place, value === undefined ? 'is missing' : `is ${shown(value)} and no object`);
    return {};
  }

  private refuse(place: string, cause: string): undefined {
    this.report(place, cause);
    return undefined;
  }
}
