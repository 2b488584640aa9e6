// src/delivery/assembly-safety/check.ts
import { lstatSync as lstatSync3 } from "node:fs";

// src/delivery/assembly-safety/manifests.ts
import { readFileSync, statSync } from "node:fs";
import { join as join2, posix as posix2 } from "node:path";

// src/util/text-limits.ts
var DEEPEST = 500;
var LONGEST = 1e8;
var UnusableInput = class extends Error {
};
function conflictLine(text) {
  if (!text.includes("<<<<<<<") && !text.includes(">>>>>>>")) return void 0;
  const at = text.split(/\r?\n/).findIndex((line) => /^(<{7}|>{7})( |$)/.test(line));
  return at < 0 ? void 0 : at + 1;
}
function bracketDepth(text, strings = true) {
  let [depth, deepest] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 34:
        if (strings) index = endOfString(text, index);
        break;
      case 91:
      // [
      case 123:
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 93:
      // ]
      case 125:
        depth -= 1;
    }
  }
  return deepest;
}
function endOfString(text, start) {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== 34) index += text.charCodeAt(index) === 92 ? 2 : 1;
  return index;
}

// src/util/json-text.ts
function parseJsonText(text) {
  if (text.length > LONGEST) throw new UnusableInput(`has more than ${LONGEST} characters`);
  const line = conflictLine(text);
  if (line !== void 0) throw new UnusableInput(`holds a conflict that a merge left (line ${line})`);
  if (bracketDepth(text) > DEEPEST) throw new UnusableInput(`nests more than ${DEEPEST} levels deep`);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UnusableInput(`is not JSON (${inOneLine(error.message)})`);
  }
}
function inOneLine(message) {
  return message.replace(/\s+/g, " ").slice(0, 200);
}

// src/delivery/assembly-safety/images.ts
import { posix } from "node:path";

// src/delivery/assembly-safety/problem.ts
function shown(value) {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}\u2026` : text;
}
function isMembers(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/delivery/assembly-safety/schema.ts
var KNOWN_SCHEMA = 55;
var PROGRAMS = ["executable"];
var ASSEMBLY_MANIFEST = ["version", "minimumCliVersion", "artifacts", "missing", "runtime"];
var ARTIFACT = [
  "type",
  "environment",
  "metadata",
  "additionalMetadataFile",
  "dependencies",
  "properties",
  "displayName"
];
var BOOTSTRAP = ["requiresBootstrapStackVersion", "bootstrapStackVersionSsmParameter"];
var ROLE = ["assumeRoleExternalId", "assumeRoleAdditionalOptions"];
var ARTIFACT_PROPERTIES = {
  "aws:cloudformation:stack": [
    "templateFile",
    "parameters",
    "tags",
    "notificationArns",
    "stackName",
    "terminationProtection",
    "assumeRoleArn",
    ...ROLE,
    "cloudFormationExecutionRoleArn",
    "lookupRole",
    "stackTemplateAssetObjectUrl",
    ...BOOTSTRAP,
    "validateOnSynth",
    // written by the CDK, and in no schema
    "additionalDependencies"
  ],
  "cdk:asset-manifest": ["file", ...BOOTSTRAP],
  "cdk:cloud-assembly": ["directoryName", "displayName"],
  "cdk:tree": ["file"],
  "cdk:feature-flag-report": ["module", "flags"]
};
var BOOTSTRAP_ROLE = ["arn", ...ROLE, ...BOOTSTRAP];
var ASSET_MANIFEST = ["version", "files", "dockerImages"];
var ASSET = ["displayName", "source", "destinations"];
var FILE_SOURCE = ["path", "packaging"];
var DESTINATION = ["region", "assumeRoleArn", ...ROLE];
var FILE_DESTINATION = ["bucketName", "objectKey", ...DESTINATION];
var IMAGE_DESTINATION = ["repositoryName", "imageTag", ...DESTINATION];
var IMAGE_SOURCE = [
  "directory",
  "dockerFile",
  "dockerBuildTarget",
  "dockerBuildArgs",
  "dockerBuildContexts",
  "dockerBuildSsh",
  "dockerBuildSecrets",
  "networkMode",
  "platform",
  "dockerOutputs",
  "cacheFrom",
  "cacheTo",
  "cacheDisabled"
];
var CACHE_OPTION = ["type", "params"];
var IMAGE_METADATA = {
  path: "directory",
  file: "dockerFile",
  target: "dockerBuildTarget",
  buildArgs: "dockerBuildArgs",
  buildContexts: "dockerBuildContexts",
  buildSsh: "dockerBuildSsh",
  buildSecrets: "dockerBuildSecrets",
  networkMode: "networkMode",
  platform: "platform",
  outputs: "dockerOutputs",
  cacheFrom: "cacheFrom",
  cacheTo: "cacheTo",
  cacheDisabled: "cacheDisabled"
};
var ASSET_METADATA = [
  "id",
  "sourceHash",
  "packaging",
  "s3BucketParameter",
  "s3KeyParameter",
  "artifactHashParameter",
  "imageNameParameter",
  "repositoryName",
  "imageTag"
];

// src/delivery/assembly-safety/images.ts
var REMOTE_CACHES = ["registry", "gha", "inline", "s3", "azblob"];
var FILE_OUTPUTS = ["local", "tar", "oci", "docker"];
var REMOTE_CONTEXT = /^(docker-image:\/\/|https:\/\/|target:)/;
function checkImageSource(source, { root, folder, place }, report) {
  const at = (property) => `${place}.${property}`;
  const { directory: directory2 } = source;
  const outside = root.outside(directory2, folder);
  if (outside !== void 0) return report(at("directory"), outside);
  const context = posix.join(folder, String(directory2).replaceAll("\\", "/"));
  const inContext = (property, path) => {
    const cause = root.outside(path, context);
    return cause === void 0 ? void 0 : report(at(property), cause);
  };
  if (source.dockerFile !== void 0) inContext("dockerFile", source.dockerFile);
  for (const property of ["dockerBuildArgs", "dockerBuildContexts", "dockerBuildSecrets"]) {
    for (const [name, value] of entriesOf(source[property], at(property), report)) {
      if (name.includes("=")) report(at(property), `has the name ${shown(name)}, which no option of docker can have`);
      else if (typeof value !== "string") report(at(`${property}.${name}`), `is ${shown(value)} and no text`);
      else if (property === "dockerBuildContexts" && !REMOTE_CONTEXT.test(value)) {
        inContext(`${property}.${name}`, value.replace(/^oci-layout:\/\//, ""));
      } else if (property === "dockerBuildSecrets") secret(name, value, inContext, report, at);
    }
  }
  const { dockerBuildSsh: ssh } = source;
  if (ssh !== void 0 && ssh !== "default") {
    report(at("dockerBuildSsh"), `${shown(ssh)} names a key of the machine that builds; only "default" names none`);
  }
  for (const property of ["dockerBuildTarget", "networkMode", "platform"]) {
    const value = source[property];
    if (value !== void 0 && typeof value !== "string") report(at(property), `is ${shown(value)} and no text`);
  }
  listOf(source.dockerOutputs, at("dockerOutputs"), report).forEach((output, index) => {
    checkOutput(output, `dockerOutputs[${index}]`, inContext, report, at);
  });
  listOf(source.cacheFrom, at("cacheFrom"), report).forEach((cache, index) => {
    checkCache(cache, `cacheFrom[${index}]`, inContext, report, at);
  });
  if (source.cacheTo !== void 0) checkCache(source.cacheTo, "cacheTo", inContext, report, at);
}
function secret(name, value, inContext, report, at) {
  const property = `dockerBuildSecrets.${name}`;
  const fields = fieldsOf(value);
  const source = fields?.get("src") ?? fields?.get("source");
  if (/[,="]/.test(name) || fields?.size !== 1 || source === void 0) {
    report(at(property), "is no file of the assembly (src=\u2026), and nothing else may be read where images are built");
  } else inContext(property, source);
}
function checkOutput(output, property, inContext, report, at) {
  if (typeof output !== "string") return report(at(property), `is ${shown(output)} and no text`);
  if (!output.includes("=")) return inContext(property, output);
  const fields = fieldsOf(output);
  const type = fields?.get("type");
  if (fields === void 0 || type === void 0) return report(at(property), `${shown(output)} names no type`);
  const destination = fields.get("dest") ?? fields.get("destination");
  if (destination !== void 0) inContext(property, destination);
  const isPushed = type === "registry" || fields.has("push") && fields.get("push") !== "false";
  if (isPushed) report(at(property), `${shown(output)} pushes to a registry while it is built`);
  else if (type !== "image" && !FILE_OUTPUTS.includes(type)) {
    report(at(property), `${shown(output)} is of a type that is not known`);
  }
}
function checkCache(cache, property, inContext, report, at) {
  if (!isMembers(cache)) return report(at(property), `is ${shown(cache)} and no object`);
  for (const name of Object.keys(cache).filter((key) => !CACHE_OPTION.includes(key))) {
    report(at(`${property}.${name}`), "is not known");
  }
  const { type } = cache;
  const params = entriesOf(cache.params, at(`${property}.params`), report);
  const words = [type, ...params.flat()];
  if (words.some((word) => typeof word !== "string" || /[,"\r\n]/.test(word))) {
    return report(at(property), "holds something else than texts without commas");
  }
  if (type === "local") {
    for (const [name, value] of params) {
      if (name === "src" || name === "dest") inContext(`${property}.params.${name}`, value);
    }
  } else if (!REMOTE_CACHES.includes(String(type)))
    report(at(property), `is of the type ${shown(type)}, which is not known`);
}
function fieldsOf(text) {
  if (/["\r\n]/.test(text)) return void 0;
  const pairs = text.split(",").map((field) => [field.split("=")[0].trim().toLowerCase(), after(field)]);
  const fields = new Map(pairs);
  return fields.size === pairs.length ? fields : void 0;
}
function after(field) {
  const at = field.indexOf("=");
  return at < 0 ? "" : field.slice(at + 1);
}
function entriesOf(value, place, report) {
  if (value === void 0) return [];
  if (isMembers(value)) return Object.entries(value);
  report(place, `is ${shown(value)} and no object`);
  return [];
}
function listOf(value, place, report) {
  if (value === void 0) return [];
  if (Array.isArray(value)) return value;
  report(place, `is ${shown(value)} and no list`);
  return [];
}

// src/delivery/assembly-safety/paths.ts
import { lstatSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
var Root = class {
  /** With all links followed. */
  path;
  constructor(directory2) {
    this.path = realpathSync.native(directory2);
  }
  /**
   * Why a path of a manifest is refused; `undefined` where it stays in the assembly.
   *
   * @param from folder that it starts from, relative to the assembly
   */
  outside(value, from = ".") {
    if (typeof value !== "string" || value === "") return `is ${shown(value)} and no path`;
    if (value.includes("\0")) return `${shown(value)} is no path`;
    const path = value.replaceAll("\\", "/");
    if (path.startsWith("/") || /^[a-z]:/i.test(path)) return `${shown(value)} is an absolute path`;
    if (goesBack(path)) return `${shown(value)} goes up from a folder that it names`;
    const absolute = resolve(this.path, from, path);
    if (!this.holds(absolute)) return `${shown(value)} leads out of the assembly`;
    if (!this.holds(this.real(absolute))) return `${shown(value)} leads out of the assembly by a link`;
    return void 0;
  }
  /** Why a symbolic link is refused. */
  linkOutside(link, target) {
    if (target.startsWith("/") || target.includes("\\") || /^[a-z]:/i.test(target)) {
      return `is a link to the absolute path ${shown(target)}`;
    }
    if (goesBack(target)) return `is a link that goes up from a folder that it names, ${shown(target)}`;
    const absolute = join(this.path, dirname(link), target);
    if (!this.holds(absolute) || !this.holds(this.real(join(this.path, link)))) {
      return `is a link out of the assembly, to ${shown(target)}`;
    }
    return void 0;
  }
  holds(absolute) {
    const path = relative(this.path, absolute);
    return path === "" || path !== ".." && !path.startsWith(`..${sep}`) && !/^([a-z]:|\/)/i.test(path);
  }
  /** Where a path leads with all links followed; of one that is not there, where its folder leads. */
  real(absolute) {
    try {
      return realpathSync.native(absolute);
    } catch {
      const folder = dirname(absolute);
      return folder === absolute ? absolute : join(this.real(folder), absolute.slice(folder.length));
    }
  }
};
function goesBack(path) {
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return steps.some((step, index) => step === ".." && index > 0 && steps[index - 1] !== "..");
}
function isFile(path) {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

// src/delivery/assembly-safety/manifests.ts
var STACK = "aws:cloudformation:stack";
var ASSETS = "cdk:asset-manifest";
var INNER = "cdk:cloud-assembly";
var Manifests = class {
  constructor(root, newestSchema, report) {
    this.root = root;
    this.newestSchema = newestSchema;
    this.report = report;
  }
  root;
  newestSchema;
  report;
  visited = /* @__PURE__ */ new Set();
  /** @param folder relative to the assembly */
  checkAssembly(folder = "") {
    this.visited.add(folder);
    const file = posix2.join(folder, "manifest.json");
    const manifest = this.read(file);
    if (manifest === void 0) return;
    this.onlyKnown(manifest, ASSEMBLY_MANIFEST, file);
    this.version(manifest, file);
    if (Array.isArray(manifest.missing) ? manifest.missing.length > 0 : manifest.missing !== void 0) {
      this.report(`${file}: missing`, "asks for context, which the CDK would look up with the credentials at hand");
    }
    const artifacts = this.members(manifest.artifacts, `${file}: artifacts`);
    const published = [];
    const stacks = [];
    for (const [id, artifact] of Object.entries(artifacts)) {
      const place = `${file}: artifacts.${id}`;
      const properties = this.artifact(artifact, place, folder);
      if (properties === void 0) continue;
      const { type } = artifact;
      const path = (name) => this.path(properties[name], `${place}.properties.${name}`, folder);
      if (type === STACK) {
        stacks.push([place, properties]);
        const template = path("templateFile");
        if (template !== void 0) this.template(template);
      } else if (type === ASSETS) {
        const assets = path("file");
        if (assets !== void 0) published.push(...this.assets(assets, folder));
      } else if (type === INNER) {
        const inner = path("directoryName");
        if (inner === void 0) continue;
        if (this.visited.has(inner))
          this.report(`${place}.properties.directoryName`, "is an assembly that has been seen");
        else this.checkAssembly(inner);
      } else if (type === "cdk:tree") path("file");
    }
    for (const [place, properties] of stacks) this.deployedTemplate(properties, place, published);
  }
  /** Checks an artifact and returns its properties, where they can be looked at. */
  artifact(artifact, place, folder) {
    if (!isMembers(artifact)) return this.refuse(place, `is ${shown(artifact)} and no object`);
    this.onlyKnown(artifact, ARTIFACT, place);
    const known = Object.entries(ARTIFACT_PROPERTIES).find(([type]) => type === artifact.type)?.[1];
    if (known === void 0) return this.refuse(`${place}.type`, `is ${shown(artifact.type)}, which is not known`);
    const properties = this.members(artifact.properties, `${place}.properties`);
    this.onlyKnown(properties, known, `${place}.properties`);
    const { lookupRole } = properties;
    if (lookupRole !== void 0) {
      this.onlyKnown(
        this.members(lookupRole, `${place}.properties.lookupRole`),
        BOOTSTRAP_ROLE,
        `${place}.properties.lookupRole`
      );
    }
    if (artifact.metadata !== void 0) {
      this.metadata(this.members(artifact.metadata, `${place}.metadata`), `${place}.metadata`, folder);
    }
    if (artifact.additionalMetadataFile !== void 0) {
      const file = this.path(artifact.additionalMetadataFile, `${place}.additionalMetadataFile`, folder);
      const content = file === void 0 ? void 0 : this.read(file);
      if (file !== void 0 && content !== void 0) this.metadata(content, file, folder);
    }
    return properties;
  }
  /** Metadata are words for people, but for those by which older synthesizers publish assets. */
  metadata(metadata, place, folder) {
    for (const [path, entries] of Object.entries(metadata)) {
      for (const entry of Array.isArray(entries) ? entries : []) {
        if (!isMembers(entry) || entry.type !== "aws:cdk:asset") continue;
        const at = `${place}: ${path}.data`;
        const data = this.members(entry.data, at);
        this.onlyKnown(data, [...Object.keys(IMAGE_METADATA), ...ASSET_METADATA], at);
        if (data.packaging === "container-image") {
          const renamed = Object.entries(data).map(([name, value]) => [IMAGE_METADATA[name] ?? name, value]);
          checkImageSource(Object.fromEntries(renamed), { root: this.root, folder, place: at }, this.report);
        } else this.path(data.path, `${at}.path`, folder);
      }
    }
  }
  assets(file, folder) {
    const manifest = this.read(file);
    if (manifest === void 0) return [];
    this.onlyKnown(manifest, ASSET_MANIFEST, file);
    this.version(manifest, file);
    const images = manifest.dockerImages === void 0 ? {} : this.members(manifest.dockerImages, `${file}: dockerImages`);
    for (const [id, asset] of Object.entries(images)) {
      const place = `${file}: dockerImages.${id}`;
      const source = this.asset(asset, IMAGE_SOURCE, IMAGE_DESTINATION, place)?.source;
      if (source === void 0 || this.namesProgram(source)) continue;
      checkImageSource(source, { root: this.root, folder, place: `${place}.source` }, this.report);
    }
    const files = manifest.files === void 0 ? {} : this.members(manifest.files, `${file}: files`);
    return Object.entries(files).flatMap(([id, asset]) => this.file(asset, `${file}: files.${id}`, folder));
  }
  file(asset, place, folder) {
    const { source, destinations = {} } = this.asset(asset, FILE_SOURCE, FILE_DESTINATION, place) ?? {};
    if (source === void 0 || this.namesProgram(source)) return [];
    const { packaging } = source;
    if (packaging !== void 0 && packaging !== "file" && packaging !== "zip") {
      this.report(`${place}.source.packaging`, `is ${shown(packaging)}, which is not known`);
    }
    const path = this.path(source.path, `${place}.source.path`, folder);
    if (path === void 0 || packaging === "zip") return [];
    const urls = Object.values(destinations).flatMap(
      (one) => isMembers(one) ? [`${String(one.bucketName)}/${String(one.objectKey)}`] : []
    );
    return [{ path, urls }];
  }
  asset(asset, sourceProperties, destinationProperties, place) {
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
  template(file) {
    const template = this.read(file);
    const resources = template?.Resources === void 0 ? {} : this.members(template.Resources, `${file}: Resources`);
    for (const [id, resource] of Object.entries(resources)) {
      if (!isMembers(resource) || resource.Type !== "AWS::CloudFormation::Stack" || !isMembers(resource.Metadata))
        continue;
      const path = resource.Metadata["aws:asset:path"];
      if (path !== void 0) this.path(path, `${file}: Resources.${id}.Metadata.aws:asset:path`, posix2.dirname(file));
    }
  }
  /** What is judged is the template in the assembly; what CloudFormation is given must be that. */
  deployedTemplate(properties, place, published) {
    const { stackTemplateAssetObjectUrl: url, templateFile } = properties;
    if (url === void 0) return;
    const folder = posix2.dirname(place.slice(0, place.indexOf(":")));
    const path = posix2.normalize(posix2.join(folder, String(templateFile)));
    const urls = published.filter((file) => file.path === path).flatMap((file) => file.urls);
    const isOwn = typeof url === "string" && urls.some((one) => url === `s3://${one}` || /^https:\/\/s3\.[^/]+\//.test(url) && url.endsWith(`/${one}`));
    if (!isOwn) {
      this.report(
        `${place}.properties.stackTemplateAssetObjectUrl`,
        `${shown(url)} is not where ${shown(templateFile)} is published, so another template would be deployed`
      );
    }
  }
  namesProgram(source) {
    return PROGRAMS.some((name) => name in source);
  }
  onlyKnown(members, known, place) {
    for (const name of Object.keys(members).filter((key) => !known.includes(key))) {
      const isProgram = PROGRAMS.includes(name);
      const separator = place.endsWith(".json") ? ": " : ".";
      this.report(
        `${place}${separator}${name}`,
        isProgram ? `names a program (${shown(members[name])}), which the CDK would run with the credentials at hand` : "is a property that is not known"
      );
    }
  }
  version({ version }, file) {
    const place = `${file}: version`;
    const [, major] = typeof version === "string" && /^(\d+)\.\d+\.\d+$/.exec(version) || [];
    if (major === void 0) this.report(place, `is ${shown(version)} and no version of a schema`);
    else if (Number(major) > this.newestSchema) {
      this.report(place, `is ${shown(version)}, and the schema is known up to version ${this.newestSchema}`);
    }
  }
  /** A path, relative to the assembly, of something that lies in it. */
  path(value, place, folder) {
    const cause = this.root.outside(value, folder);
    if (cause !== void 0) return this.refuse(place, cause);
    return posix2.normalize(posix2.join(folder, String(value).replaceAll("\\", "/")));
  }
  read(file) {
    const absolute = join2(this.root.path, file);
    if (!isFile(absolute)) return this.refuse(file, "is no file");
    if (statSync(absolute).size > LONGEST) return this.refuse(file, `has more than ${LONGEST} bytes`);
    try {
      const value = parseJsonText(readFileSync(absolute, "utf8"));
      return isMembers(value) ? value : this.refuse(file, "holds no JSON object");
    } catch (error) {
      return this.refuse(file, error.message);
    }
  }
  members(value, place) {
    if (isMembers(value)) return value;
    this.report(place, value === void 0 ? "is missing" : `is ${shown(value)} and no object`);
    return {};
  }
  refuse(place, cause) {
    this.report(place, cause);
    return void 0;
  }
};

// src/delivery/assembly-safety/tree.ts
import { lstatSync as lstatSync2, readdirSync, readlinkSync } from "node:fs";
import { join as join3, posix as posix3 } from "node:path";
function checkTree(root, report) {
  const shared = /* @__PURE__ */ new Map();
  const folders = [""];
  for (let folder = folders.pop(); folder !== void 0; folder = folders.pop()) {
    for (const name of readdirSync(join3(root.path, folder))) {
      const path = posix3.join(folder, name);
      const stats = lstatSync2(join3(root.path, path));
      if (stats.isDirectory()) folders.push(path);
      else if (stats.isSymbolicLink()) {
        const cause = root.linkOutside(path, readlinkSync(join3(root.path, path)));
        if (cause !== void 0) report(path, cause);
      } else if (!stats.isFile()) report(path, "is neither a file nor a folder nor a link");
      else if (stats.nlink > 1) {
        const key = `${stats.dev}:${stats.ino}`;
        const { names } = shared.get(key) ?? { names: [] };
        shared.set(key, { names: [...names, path], links: stats.nlink });
      }
    }
  }
  for (const { names, links } of shared.values()) {
    if (links > names.length) report(names.join(", "), "is the same file as one outside of the assembly (a hard link)");
  }
}

// src/delivery/assembly-safety/check.ts
var TOLD = 20;
function checkAssembly(directory2, newestSchema = KNOWN_SCHEMA) {
  const stats = lstatSync3(directory2, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) {
    return [{ place: directory2, cause: stats?.isSymbolicLink() ? "is a link and no folder" : "is no folder" }];
  }
  const found = [];
  const report = (place, cause) => {
    found.push({ place, cause });
  };
  const root = new Root(directory2);
  checkTree(root, report);
  new Manifests(root, newestSchema, report).checkAssembly();
  return found;
}
function refusalText(directory2, problems2) {
  const rest = problems2.length - TOLD;
  return [
    `${directory2}: is not given to the CDK, because an assembly may hold data alone, and all of it in its folder.`,
    ...problems2.slice(0, TOLD).map(({ place, cause }) => `  ${inOneLine2(place)}: ${cause}`),
    ...rest > 0 ? [`  and ${rest} more`] : [],
    "Remove what makes this from the stacks and synthesize again; if nothing in them does, find out who made the assembly."
  ].join("\n");
}
function inOneLine2(text) {
  return text.replace(/[\u0000-\u001f\u007f]/g, "?").slice(0, 300);
}

// src/delivery/assembly-safety/known-schema.ts
import { readFileSync as readFileSync2, realpathSync as realpathSync2 } from "node:fs";
import { createRequire } from "node:module";
import { join as join4 } from "node:path";
var SCHEMA_PACKAGE = "@aws-cdk/cloud-assembly-schema/package.json";
function newestSchemaOf(repository) {
  try {
    const library = realpathSync2(join4(repository, "node_modules", "aws-cdk-lib"));
    const file = createRequire(join4(library, "package.json")).resolve(SCHEMA_PACKAGE);
    const manifest = parseJsonText(readFileSync2(file, "utf8"));
    const major = isMembers(manifest) ? Number.parseInt(String(manifest.version), 10) : Number.NaN;
    return Math.max(KNOWN_SCHEMA, Number.isNaN(major) ? 0 : major);
  } catch {
    return KNOWN_SCHEMA;
  }
}

// src/delivery/assembly-safety/program.ts
var [directory = "cdk.out"] = process.argv.slice(2);
var problems = checkAssembly(directory, newestSchemaOf(process.cwd()));
if (problems.length === 0) console.log(`${directory}: data alone, and all of it in its folder.`);
else {
  console.error(`error: ${refusalText(directory, problems)}`);
  process.exitCode = 2;
}
