"use strict";

// src/cli/deployments/script.ts
var import_node_util = require("node:util");

// src/util/expected-error.ts
var ExpectedError = class extends Error {
};

// src/delivery/assembly-safety/check.ts
var import_node_fs4 = require("node:fs");

// src/delivery/assembly-safety/manifests.ts
var import_node_fs2 = require("node:fs");
var import_node_path3 = require("node:path");

// src/util/text-limits.ts
var DEEPEST = 500;
var LONGEST = 1e8;
var UnusableInput = class extends Error {
};
function conflictLine(text2) {
  if (!text2.includes("<<<<<<<") && !text2.includes(">>>>>>>")) return void 0;
  const at = text2.split(/\r?\n/).findIndex((line) => /^(<{7}|>{7})( |$)/.test(line));
  return at < 0 ? void 0 : at + 1;
}
function bracketDepth(text2, strings = true) {
  let [depth, deepest] = [0, 0];
  for (let index = 0; index < text2.length; index += 1) {
    switch (text2.charCodeAt(index)) {
      case 34:
        if (strings) index = endOfString(text2, index);
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
function endOfString(text2, start) {
  let index = start + 1;
  while (index < text2.length && text2.charCodeAt(index) !== 34) index += text2.charCodeAt(index) === 92 ? 2 : 1;
  return index;
}

// src/util/json-text.ts
function parseJsonText(text2) {
  if (text2.length > LONGEST) throw new UnusableInput(`has more than ${LONGEST} characters`);
  const line = conflictLine(text2);
  if (line !== void 0) throw new UnusableInput(`holds a conflict that a merge left (line ${line})`);
  if (bracketDepth(text2) > DEEPEST) throw new UnusableInput(`nests more than ${DEEPEST} levels deep`);
  try {
    return JSON.parse(text2.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UnusableInput(`is not JSON (${inOneLine(error.message)})`);
  }
}
function inOneLine(message) {
  return message.replace(/\s+/g, " ").slice(0, 200);
}

// src/delivery/assembly-safety/images.ts
var import_node_path = require("node:path");

// src/delivery/assembly-safety/problem.ts
function shown(value) {
  const text2 = JSON.stringify(value) ?? String(value);
  return text2.length > 120 ? `${text2.slice(0, 120)}\u2026` : text2;
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
function checkImageSource(source, { root, folder, place: place2 }, report) {
  const at = (property) => `${place2}.${property}`;
  const { directory } = source;
  const outside = root.outside(directory, folder);
  if (outside !== void 0) return report(at("directory"), outside);
  const context = import_node_path.posix.join(folder, String(directory).replaceAll("\\", "/"));
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
function fieldsOf(text2) {
  if (/["\r\n]/.test(text2)) return void 0;
  const pairs = text2.split(",").map((field) => [field.split("=")[0].trim().toLowerCase(), after(field)]);
  const fields = new Map(pairs);
  return fields.size === pairs.length ? fields : void 0;
}
function after(field) {
  const at = field.indexOf("=");
  return at < 0 ? "" : field.slice(at + 1);
}
function entriesOf(value, place2, report) {
  if (value === void 0) return [];
  if (isMembers(value)) return Object.entries(value);
  report(place2, `is ${shown(value)} and no object`);
  return [];
}
function listOf(value, place2, report) {
  if (value === void 0) return [];
  if (Array.isArray(value)) return value;
  report(place2, `is ${shown(value)} and no list`);
  return [];
}

// src/delivery/assembly-safety/paths.ts
var import_node_fs = require("node:fs");
var import_node_path2 = require("node:path");
var Root = class {
  /** With all links followed. */
  path;
  constructor(directory) {
    this.path = import_node_fs.realpathSync.native(directory);
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
    const absolute = (0, import_node_path2.resolve)(this.path, from, path);
    if (!this.holds(absolute)) return `${shown(value)} leads out of the assembly`;
    if (!this.holds(this.real(absolute))) return `${shown(value)} leads out of the assembly by a link`;
    return void 0;
  }
  /** Why a symbolic link is refused. */
  linkOutside(link, target2) {
    if (target2.startsWith("/") || target2.includes("\\") || /^[a-z]:/i.test(target2)) {
      return `is a link to the absolute path ${shown(target2)}`;
    }
    if (goesBack(target2)) return `is a link that goes up from a folder that it names, ${shown(target2)}`;
    const absolute = (0, import_node_path2.join)(this.path, (0, import_node_path2.dirname)(link), target2);
    if (!this.holds(absolute) || !this.holds(this.real((0, import_node_path2.join)(this.path, link)))) {
      return `is a link out of the assembly, to ${shown(target2)}`;
    }
    return void 0;
  }
  holds(absolute) {
    const path = (0, import_node_path2.relative)(this.path, absolute);
    return path === "" || path !== ".." && !path.startsWith(`..${import_node_path2.sep}`) && !/^([a-z]:|\/)/i.test(path);
  }
  /** Where a path leads with all links followed; of one that is not there, where its folder leads. */
  real(absolute) {
    try {
      return import_node_fs.realpathSync.native(absolute);
    } catch {
      const folder = (0, import_node_path2.dirname)(absolute);
      return folder === absolute ? absolute : (0, import_node_path2.join)(this.real(folder), absolute.slice(folder.length));
    }
  }
};
function goesBack(path) {
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return steps.some((step, index) => step === ".." && index > 0 && steps[index - 1] !== "..");
}
function isFile(path) {
  try {
    return (0, import_node_fs.lstatSync)(path).isFile();
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
    const file = import_node_path3.posix.join(folder, "manifest.json");
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
      const place2 = `${file}: artifacts.${id}`;
      const properties = this.artifact(artifact, place2, folder);
      if (properties === void 0) continue;
      const { type } = artifact;
      const path = (name) => this.path(properties[name], `${place2}.properties.${name}`, folder);
      if (type === STACK) {
        stacks.push([place2, properties]);
        const template = path("templateFile");
        if (template !== void 0) this.template(template);
      } else if (type === ASSETS) {
        const assets = path("file");
        if (assets !== void 0) published.push(...this.assets(assets, folder));
      } else if (type === INNER) {
        const inner = path("directoryName");
        if (inner === void 0) continue;
        if (this.visited.has(inner))
          this.report(`${place2}.properties.directoryName`, "is an assembly that has been seen");
        else this.checkAssembly(inner);
      } else if (type === "cdk:tree") path("file");
    }
    for (const [place2, properties] of stacks) this.deployedTemplate(properties, place2, published);
  }
  /** Checks an artifact and returns its properties, where they can be looked at. */
  artifact(artifact, place2, folder) {
    if (!isMembers(artifact)) return this.refuse(place2, `is ${shown(artifact)} and no object`);
    this.onlyKnown(artifact, ARTIFACT, place2);
    const known2 = Object.entries(ARTIFACT_PROPERTIES).find(([type]) => type === artifact.type)?.[1];
    if (known2 === void 0) return this.refuse(`${place2}.type`, `is ${shown(artifact.type)}, which is not known`);
    const properties = this.members(artifact.properties, `${place2}.properties`);
    this.onlyKnown(properties, known2, `${place2}.properties`);
    const { lookupRole } = properties;
    if (lookupRole !== void 0) {
      this.onlyKnown(
        this.members(lookupRole, `${place2}.properties.lookupRole`),
        BOOTSTRAP_ROLE,
        `${place2}.properties.lookupRole`
      );
    }
    if (artifact.metadata !== void 0) {
      this.metadata(this.members(artifact.metadata, `${place2}.metadata`), `${place2}.metadata`, folder);
    }
    if (artifact.additionalMetadataFile !== void 0) {
      const file = this.path(artifact.additionalMetadataFile, `${place2}.additionalMetadataFile`, folder);
      const content = file === void 0 ? void 0 : this.read(file);
      if (file !== void 0 && content !== void 0) this.metadata(content, file, folder);
    }
    return properties;
  }
  /** Metadata are words for people, but for those by which older synthesizers publish assets. */
  metadata(metadata, place2, folder) {
    for (const [path, entries] of Object.entries(metadata)) {
      for (const entry of Array.isArray(entries) ? entries : []) {
        if (!isMembers(entry) || entry.type !== "aws:cdk:asset") continue;
        const at = `${place2}: ${path}.data`;
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
      const place2 = `${file}: dockerImages.${id}`;
      const source = this.asset(asset, IMAGE_SOURCE, IMAGE_DESTINATION, place2)?.source;
      if (source === void 0 || this.namesProgram(source)) continue;
      checkImageSource(source, { root: this.root, folder, place: `${place2}.source` }, this.report);
    }
    const files = manifest.files === void 0 ? {} : this.members(manifest.files, `${file}: files`);
    return Object.entries(files).flatMap(([id, asset]) => this.file(asset, `${file}: files.${id}`, folder));
  }
  file(asset, place2, folder) {
    const { source, destinations = {} } = this.asset(asset, FILE_SOURCE, FILE_DESTINATION, place2) ?? {};
    if (source === void 0 || this.namesProgram(source)) return [];
    const { packaging } = source;
    if (packaging !== void 0 && packaging !== "file" && packaging !== "zip") {
      this.report(`${place2}.source.packaging`, `is ${shown(packaging)}, which is not known`);
    }
    const path = this.path(source.path, `${place2}.source.path`, folder);
    if (path === void 0 || packaging === "zip") return [];
    const urls = Object.values(destinations).flatMap(
      (one) => isMembers(one) ? [`${String(one.bucketName)}/${String(one.objectKey)}`] : []
    );
    return [{ path, urls }];
  }
  asset(asset, sourceProperties, destinationProperties, place2) {
    if (!isMembers(asset)) return this.refuse(place2, `is ${shown(asset)} and no object`);
    this.onlyKnown(asset, ASSET, place2);
    const destinations = this.members(asset.destinations, `${place2}.destinations`);
    for (const [id, destination] of Object.entries(destinations)) {
      const at = `${place2}.destinations.${id}`;
      this.onlyKnown(this.members(destination, at), destinationProperties, at);
    }
    const source = this.members(asset.source, `${place2}.source`);
    this.onlyKnown(source, sourceProperties, `${place2}.source`);
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
      if (path !== void 0) this.path(path, `${file}: Resources.${id}.Metadata.aws:asset:path`, import_node_path3.posix.dirname(file));
    }
  }
  /** What is judged is the template in the assembly; what CloudFormation is given must be that. */
  deployedTemplate(properties, place2, published) {
    const { stackTemplateAssetObjectUrl: url, templateFile } = properties;
    if (url === void 0) return;
    const folder = import_node_path3.posix.dirname(place2.slice(0, place2.indexOf(":")));
    const path = import_node_path3.posix.normalize(import_node_path3.posix.join(folder, String(templateFile)));
    const urls = published.filter((file) => file.path === path).flatMap((file) => file.urls);
    const isOwn = typeof url === "string" && urls.some((one) => url === `s3://${one}` || /^https:\/\/s3\.[^/]+\//.test(url) && url.endsWith(`/${one}`));
    if (!isOwn) {
      this.report(
        `${place2}.properties.stackTemplateAssetObjectUrl`,
        `${shown(url)} is not where ${shown(templateFile)} is published, so another template would be deployed`
      );
    }
  }
  namesProgram(source) {
    return PROGRAMS.some((name) => name in source);
  }
  onlyKnown(members, known2, place2) {
    for (const name of Object.keys(members).filter((key) => !known2.includes(key))) {
      const isProgram = PROGRAMS.includes(name);
      const separator = place2.endsWith(".json") ? ": " : ".";
      this.report(
        `${place2}${separator}${name}`,
        isProgram ? `names a program (${shown(members[name])}), which the CDK would run with the credentials at hand` : "is a property that is not known"
      );
    }
  }
  version({ version }, file) {
    const place2 = `${file}: version`;
    const [, major] = typeof version === "string" && /^(\d+)\.\d+\.\d+$/.exec(version) || [];
    if (major === void 0) this.report(place2, `is ${shown(version)} and no version of a schema`);
    else if (Number(major) > this.newestSchema) {
      this.report(place2, `is ${shown(version)}, and the schema is known up to version ${this.newestSchema}`);
    }
  }
  /** A path, relative to the assembly, of something that lies in it. */
  path(value, place2, folder) {
    const cause = this.root.outside(value, folder);
    if (cause !== void 0) return this.refuse(place2, cause);
    return import_node_path3.posix.normalize(import_node_path3.posix.join(folder, String(value).replaceAll("\\", "/")));
  }
  read(file) {
    const absolute = (0, import_node_path3.join)(this.root.path, file);
    if (!isFile(absolute)) return this.refuse(file, "is no file");
    if ((0, import_node_fs2.statSync)(absolute).size > LONGEST) return this.refuse(file, `has more than ${LONGEST} bytes`);
    try {
      const value = parseJsonText((0, import_node_fs2.readFileSync)(absolute, "utf8"));
      return isMembers(value) ? value : this.refuse(file, "holds no JSON object");
    } catch (error) {
      return this.refuse(file, error.message);
    }
  }
  members(value, place2) {
    if (isMembers(value)) return value;
    this.report(place2, value === void 0 ? "is missing" : `is ${shown(value)} and no object`);
    return {};
  }
  refuse(place2, cause) {
    this.report(place2, cause);
    return void 0;
  }
};

// src/delivery/assembly-safety/tree.ts
var import_node_fs3 = require("node:fs");
var import_node_path4 = require("node:path");
function checkTree(root, report) {
  const shared = /* @__PURE__ */ new Map();
  const folders = [""];
  for (let folder = folders.pop(); folder !== void 0; folder = folders.pop()) {
    for (const name of (0, import_node_fs3.readdirSync)((0, import_node_path4.join)(root.path, folder))) {
      const path = import_node_path4.posix.join(folder, name);
      const stats = (0, import_node_fs3.lstatSync)((0, import_node_path4.join)(root.path, path));
      if (stats.isDirectory()) folders.push(path);
      else if (stats.isSymbolicLink()) {
        const cause = root.linkOutside(path, (0, import_node_fs3.readlinkSync)((0, import_node_path4.join)(root.path, path)));
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
function checkAssembly(directory, newestSchema = KNOWN_SCHEMA) {
  const stats = (0, import_node_fs4.lstatSync)(directory, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) {
    return [{ place: directory, cause: stats?.isSymbolicLink() ? "is a link and no folder" : "is no folder" }];
  }
  const found = [];
  const report = (place2, cause) => {
    found.push({ place: place2, cause });
  };
  const root = new Root(directory);
  checkTree(root, report);
  new Manifests(root, newestSchema, report).checkAssembly();
  return found;
}
function refusalText(directory, problems) {
  const rest = problems.length - TOLD;
  return [
    `${directory}: is not given to the CDK, because an assembly may hold data alone, and all of it in its folder.`,
    ...problems.slice(0, TOLD).map(({ place: place2, cause }) => `  ${inOneLine2(place2)}: ${cause}`),
    ...rest > 0 ? [`  and ${rest} more`] : [],
    "Remove what makes this from the stacks and synthesize again; if nothing in them does, find out who made the assembly."
  ].join("\n");
}
function inOneLine2(text2) {
  return text2.replace(/[\u0000-\u001f\u007f]/g, "?").slice(0, 300);
}

// src/delivery/assembly-safety/known-schema.ts
var import_node_fs5 = require("node:fs");
var import_node_module = require("node:module");
var import_node_path5 = require("node:path");
var SCHEMA_PACKAGE = "@aws-cdk/cloud-assembly-schema/package.json";
function newestSchemaOf(repository) {
  try {
    const library = (0, import_node_fs5.realpathSync)((0, import_node_path5.join)(repository, "node_modules", "aws-cdk-lib"));
    const file = (0, import_node_module.createRequire)((0, import_node_path5.join)(library, "package.json")).resolve(SCHEMA_PACKAGE);
    const manifest = parseJsonText((0, import_node_fs5.readFileSync)(file, "utf8"));
    const major = isMembers(manifest) ? Number.parseInt(String(manifest.version), 10) : Number.NaN;
    return Math.max(KNOWN_SCHEMA, Number.isNaN(major) ? 0 : major);
  } catch {
    return KNOWN_SCHEMA;
  }
}

// src/delivery/digest.ts
var import_node_crypto = require("node:crypto");
var import_node_fs6 = require("node:fs");
var import_promises = require("node:stream/promises");
var DIGEST = /^[0-9a-f]{64}$/;
async function digestOf(file) {
  const hash = (0, import_node_crypto.createHash)("sha256");
  await (0, import_promises.pipeline)((0, import_node_fs6.createReadStream)(file), hash);
  return hash.digest("hex");
}

// src/delivery/assembly-safety/unpack.ts
var import_node_fs7 = require("node:fs");
var import_promises2 = require("node:fs/promises");
var import_node_path6 = require("node:path");
var import_node_zlib = require("node:zlib");

// src/delivery/assembly-safety/tar.ts
var UnreadableArchive = class extends Error {
};
var BLOCK = 512;
var LONGEST_EXTENSION = 1024 * 1024;
var TYPES = {
  "\0": "file",
  "0": "file",
  "1": "hard link",
  "2": "symbolic link",
  "5": "folder"
};
var REFUSED = {
  "3": "a device",
  "4": "a device",
  "6": "a named pipe",
  S: "a sparse file"
};
async function readTar(archive, take) {
  const source = new Source(archive);
  let next = {};
  for (; ; ) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) break;
    verifyChecksum(header);
    const type = text(header, 156, 1) || "\0";
    const size = next.size ?? number(header, 124, 12);
    if (type === "x" || type === "L" || type === "K") {
      const content2 = await source.take(extensionSize(number(header, 124, 12)));
      await source.skip(padding(content2.length));
      next = {
        ...next,
        ...type === "x" ? paxOf(content2) : { [type === "L" ? "name" : "target"]: untilZero(content2) }
      };
      continue;
    }
    const member = memberOf(header, type, next, size);
    next = {};
    const length = member.type === "file" ? size : 0;
    if (member.type !== "file" && size !== 0) throw new UnreadableArchive(`holds ${named(member)} with content`);
    const content = source.part(length);
    await take(member, content);
    for await (const _ of content) ;
    await source.skip(padding(length));
  }
}
function named({ type, name }) {
  return `the ${type} ${JSON.stringify(name)}`;
}
function memberOf(header, type, extension, size) {
  const isPosix = text(header, 257, 5) === "ustar";
  const prefix = isPosix && header[262] === 0 ? text(header, 345, 155) : "";
  const short2 = text(header, 0, 100);
  const name = extension.name ?? (prefix === "" ? short2 : `${prefix}/${short2}`);
  const known2 = TYPES[type];
  if (known2 === void 0) {
    throw new UnreadableArchive(
      `holds ${JSON.stringify(name)}, ${REFUSED[type] ?? `a member of the unknown type ${JSON.stringify(type)}`}`
    );
  }
  const isFolder = known2 === "folder" || known2 === "file" && name.endsWith("/");
  return {
    name,
    type: isFolder ? "folder" : known2,
    target: extension.target ?? text(header, 157, 100),
    size,
    mode: number(header, 100, 8) & 511
  };
}
function paxOf(content) {
  let [name, target2, size] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const length = Number(decode(content.subarray(at, space)));
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - at || at + length > content.length) {
      throw new UnreadableArchive("has a broken header");
    }
    const record2 = decode(content.subarray(space + 1, at + length - 1));
    const equals = record2.indexOf("=");
    const [key, value] = [record2.slice(0, equals), record2.slice(equals + 1)];
    if (key === "path") name = value;
    else if (key === "linkpath") target2 = value;
    else if (key === "size") size = wholeNumber(Number(value));
    else if (key.startsWith("GNU.sparse.")) throw new UnreadableArchive("holds a sparse file");
    at += length;
  }
  return {
    ...name !== void 0 && { name },
    ...target2 !== void 0 && { target: target2 },
    ...size !== void 0 && { size }
  };
}
function verifyChecksum(header) {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (sum !== Number.parseInt(text(header, 148, 8).trim(), 8))
    throw new UnreadableArchive("is no tar archive, or a damaged one");
}
function number(header, offset, length) {
  const field = header.subarray(offset, offset + length);
  if (field[0] === 128) return wholeNumber(field.subarray(1).reduce((value, byte) => value * 256 + byte, 0));
  const digits = decode(field).replace(/^[ \0]+|[ \0].*$/gs, "");
  if (!/^[0-7]*$/.test(digits)) throw new UnreadableArchive("has a broken header");
  return wholeNumber(Number.parseInt(digits || "0", 8));
}
function wholeNumber(value) {
  if (!Number.isSafeInteger(value) || value < 0) throw new UnreadableArchive("has a broken header");
  return value;
}
function extensionSize(size) {
  if (size > LONGEST_EXTENSION) throw new UnreadableArchive("has a header of more than a mebibyte");
  return size;
}
function padding(size) {
  return (BLOCK - size % BLOCK) % BLOCK;
}
function text(header, offset, length) {
  return untilZero(header.subarray(offset, offset + length));
}
function untilZero(bytes) {
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}
function decode(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
var Source = class {
  chunks;
  rest = new Uint8Array();
  constructor(chunks) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }
  async take(length) {
    const pieces = [];
    for await (const piece of this.part(length)) pieces.push(piece);
    return Buffer.concat(pieces);
  }
  async skip(length) {
    for await (const _ of this.part(length)) ;
  }
  async *part(length) {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done) throw new UnreadableArchive("ends too early");
        this.rest = value;
      }
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
};

// src/delivery/assembly-safety/unpack.ts
var MOST_BYTES = 4 * 1024 ** 3;
var MOST_MEMBERS = 2e5;
async function unpackAssembly(tar, directory) {
  const existing = (0, import_node_fs7.lstatSync)(directory, { throwIfNoEntry: false });
  if (existing !== void 0 && !(existing.isDirectory() && (0, import_node_fs7.readdirSync)(directory).length === 0)) {
    throw new ExpectedError(`${directory}: is there already. Name a folder that is not, or remove it.`);
  }
  const parent = (0, import_node_path6.dirname)((0, import_node_path6.resolve)(directory));
  (0, import_node_fs7.mkdirSync)(parent, { recursive: true });
  const scratch = (0, import_node_fs7.mkdtempSync)((0, import_node_path6.join)(parent, `.${(0, import_node_path6.basename)(directory)}-`));
  try {
    await new Unpacking(scratch).run(archiveOf(tar));
    (0, import_node_fs7.renameSync)(scratch, directory);
  } catch (error) {
    (0, import_node_fs7.rmSync)(scratch, { recursive: true, force: true });
    if (!(error instanceof UnreadableArchive)) throw error;
    throw new ExpectedError(
      `${tar}: is not unpacked: it ${error.message}. Pack the assembly again; if it was not packed here, find out who made it.`
    );
  }
}
var Unpacking = class {
  constructor(folder) {
    this.folder = folder;
  }
  folder;
  links = [];
  files = /* @__PURE__ */ new Set();
  symbolic = /* @__PURE__ */ new Set();
  top;
  members = 0;
  bytes = 0;
  async run(archive) {
    await readTar(archive, (member, content) => this.take(member, content));
    if (this.members === 0) throw new UnreadableArchive("holds nothing");
    for (const member of this.links) this.link(member);
    checkTree(new Root(this.folder), (place2, cause) => {
      throw new UnreadableArchive(`holds ${JSON.stringify(place2)}, which ${cause}`);
    });
  }
  async take(member, content) {
    this.members += 1;
    this.bytes += member.size;
    if (this.members > MOST_MEMBERS) throw new UnreadableArchive(`holds more than ${MOST_MEMBERS} members`);
    if (this.bytes > MOST_BYTES) throw new UnreadableArchive("unpacks to more than 4 GiB");
    const path = this.pathOf(member);
    if (member.type === "folder") {
      this.makeFolder(path, member);
    } else if (path === "") throw new UnreadableArchive(`holds ${named(member)} and no folder`);
    else if (member.type === "file") {
      this.makeFolder(import_node_path6.posix.dirname(path), member);
      await this.write(path, member, content);
    } else this.links.push(member);
  }
  /** The path without the folder at the top, which is the same of all. */
  pathOf(member) {
    const { name } = member;
    const steps = name.split("/").filter((step) => step !== "" && step !== ".");
    if (name.startsWith("/") || /^[a-z]:/i.test(name))
      throw new UnreadableArchive(`holds ${named(member)}, an absolute name`);
    if (name.includes("\\") || name.includes("\0"))
      throw new UnreadableArchive(`holds ${named(member)}, which is no name here`);
    if (steps.includes("..")) throw new UnreadableArchive(`holds ${named(member)}, which goes up with ".."`);
    const [top = "", ...rest] = steps;
    this.top ??= top;
    if (top === "" || top !== this.top) {
      throw new UnreadableArchive(
        `holds ${named(member)}, which does not lie in the folder ${JSON.stringify(this.top)} of the first`
      );
    }
    return rest.join("/");
  }
  makeFolder(path, member) {
    try {
      (0, import_node_fs7.mkdirSync)((0, import_node_path6.join)(this.folder, path), { recursive: true });
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member)} below a file`) : error;
    }
  }
  async write(path, member, content) {
    let file;
    try {
      file = await (0, import_promises2.open)((0, import_node_path6.join)(this.folder, path), "wx", member.mode | 384);
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member)} twice`) : error;
    }
    try {
      for await (const piece of content) await writeAll(file, piece);
    } finally {
      await file.close();
    }
    this.files.add(path);
  }
  link(member) {
    const path = this.pathOf(member);
    const absolute = (0, import_node_path6.join)(this.folder, path);
    for (let above = import_node_path6.posix.dirname(path); above !== "."; above = import_node_path6.posix.dirname(above)) {
      if (this.symbolic.has(above)) throw new UnreadableArchive(`holds ${named(member)} below a link`);
    }
    this.makeFolder(import_node_path6.posix.dirname(path), member);
    try {
      if (member.type === "symbolic link") {
        (0, import_node_fs7.symlinkSync)(member.target, absolute);
        this.symbolic.add(path);
      } else {
        const target2 = this.pathOf({ ...member, name: member.target });
        if (!this.files.has(target2)) throw new UnreadableArchive(`holds ${named(member)} to what is no file of it`);
        (0, import_node_fs7.linkSync)((0, import_node_path6.join)(this.folder, target2), absolute);
      }
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member)} twice`) : error;
    }
  }
};
function isObstacle(error) {
  return ["EEXIST", "ENOTDIR", "EISDIR"].includes(error.code ?? "");
}
async function writeAll(file, piece) {
  for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
}
async function* archiveOf(tar) {
  const compressed = (0, import_node_fs7.createReadStream)(tar);
  const unpacked = (0, import_node_zlib.createGunzip)();
  compressed.on("error", (error) => unpacked.destroy(error));
  compressed.pipe(unpacked);
  try {
    for await (const piece of unpacked) yield piece;
  } catch (error) {
    const { code: code2 = "", message } = error;
    throw code2.startsWith("Z_") || /^ERR_|unexpected end/.test(`${code2}${message}`) ? new UnreadableArchive(`cannot be unpacked (${message})`) : error;
  } finally {
    compressed.destroy();
  }
}

// src/delivery/assembly-safety/index.ts
function requireSafeAssembly(directory) {
  const problems = checkAssembly(directory, newestSchemaOf(process.cwd()));
  if (problems.length > 0) throw new ExpectedError(refusalText(directory, problems));
}

// src/util/file-error.ts
var import_node_path7 = require("node:path");

// src/util/whole-file.ts
var TEMPORARY = ".udp-service.tmp";

// src/util/file-error.ts
var CAUSES = {
  EACCES: ["you have no right to it", "Give yourself the right (chmod, chown), then run this again"],
  EPERM: ["you have no right to it", "Give yourself the right (chmod, chown), then run this again"],
  EROFS: ["it lies on a file system that is read-only", "Work on a copy that can be written"],
  EISDIR: ["it is a folder, and a file is expected", "Move it away, then run this again"],
  ENOTDIR: ["a part of its path is a file, and a folder is expected", "Move that away, then run this again"],
  ENOENT: ["it is not there, or its folder is not", "Create it or correct the path, then run this again"],
  ENOSPC: ["the disk is full", "Make room, then run this again"],
  EDQUOT: ["the quota of the disk is used up", "Make room, then run this again"],
  ELOOP: ["its symbolic links lead in a circle", "Remove them, then run this again"],
  EMFILE: ["too many files are open", "Close some, or raise the limit (ulimit -n), then run this again"]
};
function fileErrorText(error, directory) {
  const { code: code2 = "", path, dest } = Object(error);
  const [cause, remedy] = CAUSES[code2] ?? [];
  const file = (dest ?? path)?.replace(TEMPORARY, "");
  if (cause === void 0) return void 0;
  if (file === void 0) return `a file cannot be written: ${cause} (${code2}). ${remedy}.`;
  const inside = (0, import_node_path7.relative)(directory, file);
  return `${inside === "" || inside.startsWith("..") ? file : inside}: ${cause} (${code2}). ${remedy}.`;
}

// src/cli/exit.ts
var UsageError = class extends ExpectedError {
};

// src/cli/deployments/operations.ts
var import_node_fs14 = require("node:fs");
var import_node_os2 = require("node:os");
var import_node_path12 = require("node:path");

// src/clients/github/cli.ts
var import_node_child_process = require("node:child_process");
var TIMEOUT_MS = 3e4;
var DOWNLOAD_TIMEOUT_MS = 6e5;
function githubCli(host, env = process.env) {
  const call = async (path, args, input) => {
    const command = ["api", "--hostname", host, ...args, path];
    const result = await run(command, env, input);
    if (result.code === 0) return result.output;
    if (/\bHTTP 404\b/.test(result.errors) && input === void 0) return void 0;
    throw refused(command, result);
  };
  return {
    get: async (path) => {
      const text2 = await call(path, []);
      return text2 === void 0 ? void 0 : JSON.parse(text2);
    },
    send: async (method, path, body) => {
      const input = body === void 0 ? [] : ["--input", "-"];
      await call(path, ["--method", method, ...input, "--silent"], body === void 0 ? "" : JSON.stringify(body));
    },
    download: async (repository, id, artifact, directory) => {
      const of = ["--repo", `${host}/${repository}`, "--name", artifact, "--dir", directory];
      const command = ["run", "download", String(id), ...of];
      const result = await run(command, env, "", DOWNLOAD_TIMEOUT_MS);
      if (result.code !== 0) throw refused(command, result);
    }
  };
}
function refused(command, { code: code2, errors }) {
  return new ExpectedError(`gh ${command.join(" ")}: ${errors.trim().split("\n").pop() || `ended with ${code2}`}`);
}
function run(args, env, input = "", timeout = TIMEOUT_MS) {
  return new Promise((resolve3, reject) => {
    const child = (0, import_node_child_process.spawn)("gh", args, { env: { ...env, GH_PROMPT_DISABLED: "1" }, timeout });
    const [output, errors] = [[], []];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => errors.push(chunk));
    child.stdin.on("error", () => void 0);
    child.stdin.end(input);
    child.on("error", (error) => reject(notStarted(error)));
    child.on("close", (code2, signal) => {
      if (signal !== null) reject(new ExpectedError(`gh: no answer within ${timeout / 1e3} s. Check the network.`));
      else resolve3({ code: code2, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() });
    });
  });
}
function notStarted({ code: code2, message }) {
  return new ExpectedError(
    code2 === "ENOENT" ? "gh: the GitHub CLI is not installed. Install it (https://cli.github.com/), then log in with `gh auth login`." : `gh: could not be started (${message}).`
  );
}

// src/clients/github/workflow.ts
var import_node_fs8 = require("node:fs");
var SUMMARY_LIMIT = 1e6;
var ELSEWHERE = {
  summarize: () => void 0,
  output: () => void 0,
  group: () => void 0,
  endGroup: () => void 0,
  annotate: () => void 0
};
function workflowOf(env, write) {
  if (env.GITHUB_ACTIONS !== "true") return ELSEWHERE;
  const append = (file, text2) => file && (0, import_node_fs8.appendFileSync)(file, text2);
  return {
    summarize: (markdown) => append(env.GITHUB_STEP_SUMMARY, `${markdown.trimEnd().slice(0, SUMMARY_LIMIT)}

`),
    // one line each: nothing that is handed on here has more
    output: (name, value) => append(env.GITHUB_OUTPUT, `${name}=${value.replace(/[\r\n]+/g, " ")}
`),
    group: (title) => write(`::group::${inOneLine3(title)}
`),
    endGroup: () => write("::endgroup::\n"),
    annotate: (level, title, message) => write(`::${level} title=${asProperty(title)}::${inOneLine3(message)}
`)
  };
}
function inOneLine3(text2) {
  return text2.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function asProperty(text2) {
  return inOneLine3(text2).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// src/delivery/deployments/order.ts
function judgeOrder(question) {
  const { last, toLast, toMain, isOnBranch, isStartedByHand } = question;
  if (toLast === "identical" || toLast === "ahead") return { kind: "forward" };
  const cause = toLast === "behind" ? "it is older" : "neither of them holds the other";
  const replaced = `The commit ${short(last.commit)}, deployed last by run ${last.run}, is not part of this one: what it changed is taken away.`;
  if (last.isOnBranch) {
    return toLast !== "behind" && !isOnBranch && isStartedByHand ? { kind: "forward", note: replaced } : { kind: "refused", cause };
  }
  if (isOnBranch && toMain === "behind") {
    return { kind: "refused", cause: "it is older than what the default branch has deployed before" };
  }
  const mayPass = isStartedByHand || isOnBranch && toLast !== "behind";
  return mayPass ? { kind: "forward", note: replaced } : { kind: "refused", cause };
}
function short(commit) {
  return commit.slice(0, 7);
}

// src/delivery/deployments/record.ts
var COMMIT = /^[0-9a-f]{40}$/;
function prefixOf(service, stage) {
  return `udp-service/${service}/${stage}/`;
}
function lastKey(service, stage) {
  return `${prefixOf(service, stage)}last.json`;
}
function runPrefix(service, stage, run2) {
  return `${prefixOf(service, stage)}runs/${run2}-`;
}
function recordKey({ service, stage, run: run2, attempt }) {
  return `${runPrefix(service, stage, run2)}${attempt}.json`;
}
var NoRecord = class extends Error {
};
function readStart(text2, service, stage) {
  const value = fieldsOf2(text2);
  const start = {
    service: textIn(value, "service"),
    stage: textIn(value, "stage"),
    commit: textIn(value, "commit", COMMIT),
    run: numberIn(value, "run"),
    attempt: numberIn(value, "attempt"),
    time: textIn(value, "time", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    ...value.rollbackOf !== void 0 && { rollbackOf: numberIn(value, "rollbackOf") },
    ...value.mainCommit !== void 0 && { mainCommit: textIn(value, "mainCommit", COMMIT) }
  };
  if (start.service !== service || start.stage !== stage) {
    throw new NoRecord(`it is of the stage ${start.stage} of ${start.service}`);
  }
  return start;
}
function readDeployment(text2, service, stage) {
  const value = fieldsOf2(text2);
  return {
    ...readStart(text2, service, stage),
    digest: textIn(value, "digest", DIGEST),
    author: textIn(value, "author"),
    actor: textIn(value, "actor"),
    image: textIn(value, "image")
  };
}
function fieldsOf2(text2) {
  let value;
  try {
    value = JSON.parse(text2);
  } catch {
    throw new NoRecord("it is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NoRecord("it is no JSON object");
  return value;
}
function textIn(value, name, form = /^[\s\S]{0,2000}$/) {
  const text2 = value[name];
  if (typeof text2 !== "string" || !form.test(text2)) throw new NoRecord(`its '${name}' is not what it has to be`);
  return text2;
}
function numberIn(value, name) {
  const number2 = value[name];
  if (typeof number2 !== "number" || !Number.isSafeInteger(number2) || number2 < 1) {
    throw new NoRecord(`its '${name}' is no number of that kind`);
  }
  return number2;
}

// src/delivery/deployments/begin.ts
async function beginDeployment(beginning) {
  const { service, stage, context, history, store, back, now } = beginning;
  const sentences = [];
  const recorded = await readLast(beginning);
  const last = recorded ?? await lastOfApi(history, sentences);
  const commit = back?.commit ?? context.commit;
  const isOnBranch = await history.isOnBranch(commit);
  if (back !== void 0) {
    sentences.push(
      `${stage}: goes back${last === void 0 ? "" : ` from commit ${short(last.commit)} (run ${last.run})`} to commit ${short(back.commit)}, as run ${back.run} deployed it.`
    );
  } else if (last === void 0) {
    sentences.push(`${stage}: no earlier deployment is known, so none is newer than commit ${short(commit)}.`);
  } else {
    sentences.push(...await forward(beginning, last, isOnBranch));
  }
  const start = {
    service,
    stage,
    commit,
    run: context.run,
    attempt: context.attempt,
    ...back && { rollbackOf: back.run },
    time: now().toISOString(),
    ...mainCommit(isOnBranch ? commit : last?.mainCommit)
  };
  await store.put(lastKey(service, stage), `${JSON.stringify(start)}
`);
  return { sentences };
}
function mainCommit(commit) {
  return commit === void 0 ? {} : { mainCommit: commit };
}
async function readLast({ service, stage, store }) {
  const key = lastKey(service, stage);
  const text2 = await store.get(key);
  if (text2 === void 0) return void 0;
  try {
    return readStart(text2, service, stage);
  } catch (error) {
    if (!(error instanceof NoRecord)) throw error;
    throw new ExpectedError(
      `${store.place}/${key}: does not tell what was deployed to ${stage} last: ${error.message}. Somebody else wrote it. Find out who (AWS CloudTrail, versions of the object), restore the version before it, or delete it; then GitHub is asked.`
    );
  }
}
async function lastOfApi(history, sentences) {
  sentences.push(
    `${history.stage}: nothing is recorded in its account yet, so GitHub is asked what was deployed last; deployments of workstations are not known there.`
  );
  for await (const { run: run2, workflow } of history.changes()) {
    if (workflow === "rollback") {
      sentences.push(`Run ${run2.id} was a rollback; GitHub does not tell to which commit.`);
      continue;
    }
    return { commit: run2.head_sha, run: run2.id, mainCommit: run2.head_sha };
  }
  return void 0;
}
async function forward({ stage, context, history }, last, isOnBranch) {
  const { commit } = context;
  const { api } = history;
  const order = judgeOrder({
    commit,
    isOnBranch,
    last: { ...last, isOnBranch: await history.isOnBranch(last.commit) },
    toLast: await api.relation(last.commit, commit),
    // one that was taken out of the history since tells nothing
    ...last.mainCommit !== void 0 && await history.isOnBranch(last.mainCommit) && { toMain: await api.relation(last.mainCommit, commit) },
    isStartedByHand: context.event === "workflow_dispatch" && context.attempt === 1
  });
  if (order.kind === "refused") {
    throw new ExpectedError(
      `stage ${stage}: commit ${short(commit)} is not deployed over commit ${short(last.commit)}, which run ${last.run} deployed last: ${order.cause}. To go back, use the workflow rollback. To go on, run the workflow deploy for the newest commit of ${history.branch}.`
    );
  }
  const follows = `${stage}: commit ${short(commit)} follows commit ${short(last.commit)}, which run ${last.run} deployed last.`;
  return [order.note ?? follows];
}

// src/delivery/deployments/finish.ts
var import_node_fs9 = require("node:fs");
async function recordDeployment(finished) {
  const { service, stage, context, store, tar, image, commit, back, now } = finished;
  if (!(0, import_node_fs9.existsSync)(tar)) {
    throw new ExpectedError(
      `${tar}: is not there, so what was deployed to ${stage} cannot be recorded. Name the tar of the assembly.`
    );
  }
  const record2 = {
    service,
    stage,
    commit: back?.commit ?? context.commit,
    run: context.run,
    attempt: context.attempt,
    ...back && { rollbackOf: back.run },
    time: now().toISOString(),
    digest: await digestOf(tar),
    author: commit?.author ?? "unknown",
    actor: context.actor,
    image
  };
  await store.put(recordKey(record2), `${JSON.stringify(record2)}
`);
  return record2;
}

// src/delivery/kept.ts
var RECORD = "udp-service.json";
function artifactOf(stage) {
  return `deployed-${stage}`;
}
var KEPT_TAR = "cdk.out.tgz";
var KEPT_FOLDER = "cdk.out";
var DEPLOYING_WORKFLOWS = ["deploy", "rollback"];
function workflowFile(workflow) {
  return `.github/workflows/${workflow}.yml`;
}
function jobNameOf(workflow, stage) {
  return workflow === "deploy" ? `Deploy ${stage}` : `Roll ${stage} back`;
}
var DEPLOY_STEP = "Deploy";
var KEEP_STEP = "Keep what was deployed";
var ASSEMBLY_ARTIFACT = "assembly";

// src/delivery/deployments/api.ts
var PAGE = 100;
var RepositoryApi = class {
  constructor(github, name) {
    this.github = github;
    this.name = name;
  }
  github;
  name;
  relations = /* @__PURE__ */ new Map();
  async repository() {
    return this.github.get(`repos/${this.name}`);
  }
  /** The newest commit of a branch: asked of the branches, because a tag may have the same name. */
  async head(branch) {
    const answer = await this.github.get(
      `repos/${this.name}/branches/${encodeURIComponent(branch)}`
    );
    return answer?.commit.sha;
  }
  /** How `head` lies to `base`: `ahead` where it holds it and more. */
  relation(base, head) {
    const key = `${base}...${head}`;
    const known2 = this.relations.get(key) ?? this.compare(key);
    this.relations.set(key, known2);
    return known2;
  }
  async commit(sha) {
    const answer = await this.github.get(`repos/${this.name}/commits/${sha}`);
    if (answer === void 0) return void 0;
    const { message, author } = answer.commit;
    const login = answer.author?.login;
    return {
      subject: message.split("\n", 1)[0],
      author: login === void 0 ? `${author?.name ?? "unknown"} (no account on GitHub)` : login,
      date: author?.date ?? "unknown"
    };
  }
  run(id) {
    return this.github.get(`repos/${this.name}/actions/runs/${id}`);
  }
  /** Runs of a workflow file, the newest first. */
  runs(file) {
    return this.pages(`actions/workflows/${file}/runs`, "workflow_runs");
  }
  /** The jobs of every attempt of a run. */
  jobs(run2) {
    return this.pages(`actions/runs/${run2}/jobs?filter=all`, "jobs");
  }
  /** Artifacts of a name, of every run. */
  artifacts(name) {
    return this.pages(`actions/artifacts?name=${encodeURIComponent(name)}`, "artifacts");
  }
  /** Artifacts of a run. */
  artifactsOf(run2) {
    return this.pages(`actions/runs/${run2}/artifacts`, "artifacts");
  }
  download(run2, artifact, directory) {
    return this.github.download(this.name, run2, artifact, directory);
  }
  async compare(basehead) {
    const answer = await this.github.get(`repos/${this.name}/compare/${basehead}?per_page=1`);
    return answer?.status ?? "unknown";
  }
  async *pages(path, member) {
    const start = `repos/${this.name}/${path}${path.includes("?") ? "&" : "?"}per_page=${PAGE}`;
    for (let page = 1; ; page++) {
      const answer = await this.github.get(`${start}&page=${page}`);
      const items = answer?.[member] ?? [];
      yield* items;
      if (items.length < PAGE) return;
    }
  }
};

// src/delivery/deployments/history.ts
var EVENTS = ["push", "workflow_dispatch"];
var DeploymentHistory = class _DeploymentHistory {
  constructor(api, stage, repositoryId, branch, head) {
    this.api = api;
    this.stage = stage;
    this.repositoryId = repositoryId;
    this.branch = branch;
    this.head = head;
  }
  api;
  stage;
  repositoryId;
  branch;
  head;
  /** @throws ExpectedError where the repository or its default branch cannot be read */
  static async open(github, repository, stage) {
    const api = new RepositoryApi(github, repository);
    const known2 = await api.repository();
    const head = known2 && await api.head(known2.default_branch);
    if (known2 === void 0 || head === void 0) {
      throw new ExpectedError(
        `${repository}: ${known2 === void 0 ? "the repository" : `its branch ${known2.default_branch}`} cannot be read. Check the name and the permissions of the token ('contents: read' and 'actions: read').`
      );
    }
    return new _DeploymentHistory(api, stage, known2.id, known2.default_branch, head);
  }
  /** Whether a commit is part of the default branch. */
  async isOnBranch(commit) {
    const relation = await this.api.relation(this.head, commit);
    return relation === "behind" || relation === "identical";
  }
  /** Deployments of the stage that are kept, the newest artifacts first. */
  async *kept(isWanted = () => true) {
    const artifacts = [];
    for await (const artifact of this.api.artifacts(artifactOf(this.stage))) {
      if (this.mayBeOurs(artifact) && isWanted(artifact.workflow_run?.head_sha ?? "")) artifacts.push(artifact);
    }
    artifacts.sort((a, b) => a.created_at < b.created_at ? 1 : -1);
    const runs = [...new Set(artifacts.flatMap(({ workflow_run: run2 }) => run2?.id ?? []))];
    for (const run2 of runs) {
      const found = await this.ofRun(run2);
      if (typeof found !== "string") yield found;
    }
  }
  /** The kept deployment of a run, or why it has none that may be brought back. */
  async ofRun(id) {
    const run2 = await this.api.run(id);
    if (run2 === void 0) return "the repository has no such run";
    const workflow = await this.workflowOf(run2);
    if (!isWorkflow(workflow)) return workflow;
    const job = await this.successOf(id, workflow);
    if (job === void 0) return `no job '${jobNameOf(workflow, this.stage)}' of it ended well`;
    const artifact = await this.artifactOf(id);
    if (artifact === void 0) return `its artifact ${artifactOf(this.stage)} is not there any more`;
    return {
      run: id,
      workflow,
      commit: run2.head_sha,
      deployedAt: job.completed_at ?? artifact.created_at,
      keptUntil: artifact.expires_at,
      actor: run2.actor?.login ?? "unknown"
    };
  }
  /** Jobs that changed the stage, of the newest runs first. */
  async *changes() {
    for await (const { run: run2, workflow } of this.runs()) {
      const reason = await this.workflowOf(run2);
      if (!isWorkflow(reason)) continue;
      const jobs = await this.jobsOf(run2.id, workflow);
      const job = jobs.find((one) => hasPassed(one, DEPLOY_STEP));
      if (job !== void 0) yield { run: run2, workflow, job };
    }
  }
  /** The workflow of ours that a run is of, or why it is none that may have deployed. */
  async workflowOf(run2) {
    const path = run2.path.replace(/@.*$/, "");
    const workflow = DEPLOYING_WORKFLOWS.find((one) => workflowFile(one) === path);
    if (workflow === void 0) return `it ran ${path}, which deploys nothing`;
    if (run2.repository?.id !== this.repositoryId || run2.head_repository?.id !== this.repositoryId) {
      return "its code is of another repository";
    }
    if (!EVENTS.includes(run2.event)) return `it was started by ${run2.event}`;
    if (!await this.isOnBranch(run2.head_sha)) {
      return `its commit ${run2.head_sha.slice(0, 7)} is no part of the branch ${this.branch}`;
    }
    return workflow;
  }
  /** Runs of both workflows, the newest first. */
  async *runs() {
    const heads = [];
    for (const workflow of DEPLOYING_WORKFLOWS) {
      const all = this.api.runs(`${workflow}.yml`);
      heads.push({ workflow, all, next: await all.next() });
    }
    for (; ; ) {
      const open3 = heads.filter(({ next }) => next.done !== true);
      if (open3.length === 0) return;
      const newest = open3.reduce((a, b) => a.next.value.created_at >= b.next.value.created_at ? a : b);
      yield { run: newest.next.value, workflow: newest.workflow };
      newest.next = await newest.all.next();
    }
  }
  async successOf(run2, workflow) {
    return (await this.jobsOf(run2, workflow)).find((job) => job.conclusion === "success" && hasPassed(job, KEEP_STEP));
  }
  /** The jobs of the stage in a run, the last attempt first. */
  async jobsOf(run2, workflow) {
    const name = jobNameOf(workflow, this.stage);
    const jobs = [];
    for await (const job of this.api.jobs(run2)) if (job.name === name) jobs.push(job);
    return jobs.sort((a, b) => (b.run_attempt ?? 1) - (a.run_attempt ?? 1));
  }
  async artifactOf(run2) {
    for await (const artifact of this.api.artifactsOf(run2)) {
      if (artifact.name === artifactOf(this.stage) && !artifact.expired) return artifact;
    }
    return void 0;
  }
  /** Sorts out what needs no further question. */
  mayBeOurs({ name, expired, workflow_run: run2 }) {
    if (name !== artifactOf(this.stage) || expired || !run2) return false;
    return [run2.repository_id, run2.head_repository_id].every((id) => id === void 0 || id === this.repositoryId);
  }
};
function isWorkflow(answer) {
  return DEPLOYING_WORKFLOWS.some((workflow) => workflow === answer);
}
function hasPassed({ steps = [] }, step) {
  return steps.some(({ name, conclusion }) => name === step && conclusion === "success");
}

// src/delivery/deployments/image.ts
var import_node_fs10 = require("node:fs");
var import_node_path8 = require("node:path");
function imageOf(assembly, { name, application }) {
  let resources = {};
  try {
    const template = JSON.parse((0, import_node_fs10.readFileSync)((0, import_node_path8.join)(assembly, `${name}-service.template.json`), "utf8"));
    resources = template.Resources ?? {};
  } catch {
    return "not known";
  }
  const containers = Object.values(resources).flatMap(
    ({ Type, Properties }) => Type === "AWS::ECS::TaskDefinition" ? Properties?.ContainerDefinitions ?? [] : []
  );
  const image = containers.find(({ Name }) => Name === application.containerName)?.Image;
  return image === void 0 ? "not known" : textOf(image).slice(0, 500);
}
function textOf(value) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  const [[kind, inner] = ["", void 0]] = Object.entries(value);
  if (kind === "Fn::Sub") return textOf(Array.isArray(inner) ? inner[0] : inner);
  if (kind === "Fn::Join" && Array.isArray(inner)) return inner[1].map(textOf).join(String(inner[0]));
  return `\${${kind === "Ref" ? String(inner) : JSON.stringify(inner)}}`;
}

// src/delivery/deployments/run-context.ts
function runContext(env) {
  const { GITHUB_SHA: commit = "", GITHUB_EVENT_NAME: event = "", GITHUB_ACTOR: actor = "unknown" } = env;
  const [run2, attempt] = [env.GITHUB_RUN_ID, env.GITHUB_RUN_ATTEMPT].map(Number);
  if (!COMMIT.test(commit) || !(run2 > 0) || !(attempt > 0)) {
    throw new ExpectedError(
      "GITHUB_SHA, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT: this is no run of a workflow, and only those are recorded. Deployments of a workstation are not."
    );
  }
  return { commit, run: run2, attempt, event, actor };
}

// src/delivery/deployments/store.ts
var import_node_fs11 = require("node:fs");
var import_node_os = require("node:os");
var import_node_path9 = require("node:path");

// src/clients/aws/cli.ts
var import_node_child_process2 = require("node:child_process");
var TIMEOUT_MS2 = 3e4;
var MAX_ANSWER_BYTES = 32 * 1024 * 1024;
var AwsError = class extends ExpectedError {
  constructor(message, code2) {
    super(message);
    this.code = code2;
  }
  code;
};
function awsCli(region, env = process.env) {
  const common = ["--output", "json", ...region === void 0 ? [] : ["--region", region]];
  return (service, operation, ...options) => new Promise((resolve3, reject) => {
    const args = [service, operation, ...options, ...common];
    const limits = { env: { ...env, AWS_PAGER: "" }, timeout: TIMEOUT_MS2, maxBuffer: MAX_ANSWER_BYTES };
    (0, import_node_child_process2.execFile)("aws", args, limits, (error, stdout, stderr) => {
      if (error) reject(failure(`aws ${service} ${operation}`, error, stderr));
      else resolve3(JSON.parse(stdout || "{}"));
    });
  });
}
function failure(command, error, stderr) {
  if (error.code === "ENOENT") {
    return new AwsError(`${command}: the AWS CLI is not installed. Install it (https://aws.amazon.com/cli/).`);
  }
  if (error.killed) return new AwsError(`${command}: no answer within ${TIMEOUT_MS2 / 1e3} s. Check the network.`);
  const cause = stderr.trim().split("\n").pop() || error.message;
  return new AwsError(`${command}: ${cause}`, /An error occurred \((\w[\w.]*)\)/.exec(stderr)?.[1]);
}

// src/clients/aws/roles.ts
async function assumeRole(aws, roleArn2, session) {
  const { Credentials } = await aws("sts", "assume-role", "--role-arn", roleArn2, "--role-session-name", session);
  return {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
    AWS_PROFILE: void 0
  };
}

// src/service/partition.ts
function partitionOf(region) {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
function filePublishingRoleArn(place2) {
  return roleArn(place2, "file-publishing");
}
function assetsBucket({ account, region, bootstrapQualifier }) {
  return `cdk-${bootstrapQualifier}-assets-${account}-${region}`;
}
function roleArn({ account, region, bootstrapQualifier }, kind) {
  const name = `cdk-${bootstrapQualifier}-${kind}-role-${account}-${region}`;
  return `arn:${partitionOf(region)}:iam::${account}:role/${name}`;
}

// src/delivery/deployments/store.ts
var SESSION = "udp-service";
async function openStore(stage, env, connect = awsCli) {
  const { name, account, region, bootstrapQualifier } = stage;
  if (account === void 0 || region === void 0) {
    throw new ExpectedError(
      `stage ${name}: has no ${account === void 0 ? "account" : "region"}, so no workflow has deployed it and nothing is recorded. Give it in .projenrc.ts.`
    );
  }
  const place2 = { account, region, bootstrapQualifier };
  const role = filePublishingRoleArn(place2);
  let credentials;
  try {
    credentials = await assumeRole(connect(region, env), role, SESSION);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ExpectedError(
      `stage ${name}: the records of its deployments cannot be reached, because the role ${role} cannot be assumed (${error.message}). Use credentials of the deploy role of the stage: it may assume the roles of the bootstrap stack.`
    );
  }
  return bucketStore(connect(region, { ...env, ...credentials }), assetsBucket(place2), account);
}
var ABSENT = ["NoSuchKey", "404"];
function bucketStore(aws, bucket, account) {
  const at = ["--bucket", bucket, "--expected-bucket-owner", account];
  return {
    place: `s3://${bucket}`,
    get: (key) => withFile(async (file) => {
      try {
        await aws("s3api", "get-object", ...at, "--key", key, file);
        return (0, import_node_fs11.readFileSync)(file, "utf8");
      } catch (error) {
        if (error instanceof AwsError && ABSENT.includes(error.code ?? "")) return void 0;
        throw error;
      }
    }),
    put: (key, text2) => withFile(async (file) => {
      (0, import_node_fs11.writeFileSync)(file, text2);
      await aws("s3api", "put-object", ...at, "--key", key, "--body", file, "--content-type", "application/json");
    }),
    list: async (prefix) => {
      const { Contents = [] } = await aws(
        "s3api",
        "list-objects-v2",
        ...at,
        "--prefix",
        prefix
      );
      return Contents.map(({ Key }) => Key);
    }
  };
}
async function withFile(work) {
  const folder = (0, import_node_fs11.mkdtempSync)((0, import_node_path9.join)((0, import_node_os.tmpdir)(), "udp-service-record-"));
  try {
    return await work((0, import_node_path9.join)(folder, "record.json"));
  } finally {
    (0, import_node_fs11.rmSync)(folder, { recursive: true, force: true });
  }
}

// src/delivery/deployments/proof.ts
async function recordsOf(store, service, stage, run2) {
  const records = [];
  const refused2 = [];
  for (const key of await store.list(runPrefix(service, stage, run2))) {
    try {
      const record2 = readDeployment(await store.get(key) ?? "", service, stage);
      if (record2.run !== run2) throw new NoRecord(`it is of run ${record2.run}`);
      records.push(record2);
    } catch (error) {
      if (!(error instanceof NoRecord)) throw error;
      refused2.push(`${store.place}/${key}: ${error.message}`);
    }
  }
  return { records: records.sort((a, b) => b.attempt - a.attempt), refused: refused2 };
}
async function prove(store, of, digest) {
  const { service, stage, run: run2 } = of;
  const { records, refused: refused2 } = await recordsOf(store, service, stage, run2);
  const proof = records.find((record2) => record2.digest === digest);
  if (proof !== void 0) return proof;
  const place2 = `${store.place}/${runPrefix(service, stage, run2)}*`;
  const found = records.map((record2) => `${record2.digest} (attempt ${record2.attempt})`).join(", ");
  const cause = records.length > 0 ? `its artifact has the SHA-256 ${digest}, and recorded is ${found}: the artifact was exchanged, or a later attempt did not end well` : `nothing is recorded of it at ${place2}${refused2.length > 0 ? ` that can be used (${refused2.join("; ")})` : ""}`;
  throw new ExpectedError(
    `stage ${stage}: run ${run2} cannot be brought back: ${cause}. Name another deployment by its run, or revert the commit and let the workflow deploy.`
  );
}

// src/delivery/rollback/kept-assembly.ts
var import_node_crypto2 = require("node:crypto");
var import_node_fs12 = require("node:fs");
var import_node_path10 = require("node:path");

// src/service/stacks.ts
var STACK_PARTS = ["network", "addresses", "service"];

// src/delivery/rollback/kept-assembly.ts
async function downloadTar(api, run2, artifact, scratch) {
  const folder = (0, import_node_fs12.mkdtempSync)((0, import_node_path10.join)(scratch, "run-"));
  await api.download(run2, artifact, folder);
  const file = (0, import_node_path10.join)(folder, KEPT_TAR);
  if (!(0, import_node_fs12.existsSync)(file) || !(0, import_node_fs12.lstatSync)(file).isFile()) {
    throw new ExpectedError(`run ${run2}: its artifact ${artifact} holds no ${KEPT_TAR}. Name another run.`);
  }
  return { run: run2, file, digest: await digestOf(file) };
}
async function unpack({ file, run: run2 }) {
  const directory = (0, import_node_path10.join)(file, "..", KEPT_FOLDER);
  try {
    await unpackAssembly(file, directory);
    requireSafeAssembly(directory);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    throw new ExpectedError(`run ${run2}: ${error.message} Name another run.`);
  }
  return directory;
}
function claimedCommit(directory) {
  const file = (0, import_node_path10.join)(directory, RECORD);
  if (!(0, import_node_fs12.existsSync)(file) || !(0, import_node_fs12.lstatSync)(file).isFile()) return void 0;
  try {
    const { commit } = JSON.parse((0, import_node_fs12.readFileSync)(file, "utf8"));
    return typeof commit === "string" && COMMIT.test(commit) ? commit : void 0;
  } catch {
    return void 0;
  }
}
function templatesDigest(directory, stage) {
  const hash = (0, import_node_crypto2.createHash)("sha256");
  const { artifacts = {} } = readJson((0, import_node_path10.join)(directory, "manifest.json"));
  for (const id of STACK_PARTS.map((part) => `${stage}-${part}`)) {
    const file = artifacts[id]?.properties?.templateFile;
    if (typeof file !== "string" || (0, import_node_path10.basename)(file) !== file) continue;
    hash.update(`${id}
${JSON.stringify(deployed(readJson((0, import_node_path10.join)(directory, file))))}
`);
  }
  return hash.digest("hex");
}
function place({ file }, directory, output) {
  (0, import_node_fs12.rmSync)(output, { recursive: true, force: true });
  (0, import_node_fs12.cpSync)(directory, output, { recursive: true, verbatimSymlinks: true });
  (0, import_node_fs12.cpSync)(file, `${output}.tgz`);
}
function deployed(template) {
  return JSON.parse(
    JSON.stringify(template),
    (key, value) => key === "CDKMetadata" || key === "Metadata" ? void 0 : value
  );
}
function readJson(file) {
  if (!(0, import_node_fs12.existsSync)(file) || !(0, import_node_fs12.lstatSync)(file).isFile()) throw new ExpectedError(`${(0, import_node_path10.basename)(file)}: is not there.`);
  try {
    return JSON.parse((0, import_node_fs12.readFileSync)(file, "utf8"));
  } catch (error) {
    throw new ExpectedError(`${(0, import_node_path10.basename)(file)}: is no JSON (${error.message}).`);
  }
}

// src/delivery/rollback/choose.ts
var OFFERED = 10;
async function offered(history) {
  return sorted(await first(history.kept(), OFFERED));
}
async function choose(search, kept) {
  const { history, wanted } = search;
  if (wanted !== void 0 && isRun(wanted)) return ofRun(search, Number(wanted));
  if (wanted !== void 0) return ofCommit(search, wanted, kept);
  const passedOver = [];
  for (const deployment of kept) {
    const opened = await open2(search, deployment).catch((error) => {
      if (!(error instanceof ExpectedError)) throw error;
      passedOver.push({ run: deployment.run, reason: error.message });
      return void 0;
    });
    if (opened === void 0) continue;
    if (await search.differs(opened.directory)) return { ...opened, passedOver };
    passedOver.push({ run: deployment.run, reason: "it is what runs" });
  }
  const reasons = passedOver.map(({ run: run2, reason }) => `run ${run2}: ${reason}`).join("; ");
  throw new ExpectedError(
    `stage ${history.stage}: no kept deployment differs from what runs and may be brought back, so there is nothing to go back to. ${known(kept)}${reasons && ` ${reasons}.`}`
  );
}
async function ofRun(search, run2) {
  const found = await search.history.ofRun(run2);
  if (typeof found === "string") {
    throw new ExpectedError(
      `stage ${search.history.stage}: run ${run2} cannot be brought back: ${found}. Name another deployment of the stage.`
    );
  }
  return { ...await open2(search, found), passedOver: [] };
}
async function ofCommit(search, wanted, kept) {
  const { history, store } = search;
  const deployed2 = history.kept((commit) => commit.startsWith(wanted));
  for await (const deployment of deployed2) {
    if (deployment.workflow === "deploy") return { ...await open2(search, deployment), passedOver: [] };
  }
  if (store !== void 0) {
    for await (const deployment of history.kept()) {
      if (deployment.workflow !== "rollback") continue;
      const opened = await open2(search, deployment);
      if (opened.commit.startsWith(wanted)) return { ...opened, passedOver: [] };
    }
  }
  throw new ExpectedError(
    `stage ${history.stage}: no deployment of ${wanted} is kept. ${known(kept)} Name one of them by its run, or revert the commit and let the workflow deploy.`
  );
}
async function open2(search, deployment) {
  const { history, service, store, scratch } = search;
  const { run: run2, workflow } = deployment;
  const tar = await downloadTar(history.api, run2, artifactOf(history.stage), scratch);
  const record2 = store && await prove(store, { service, stage: history.stage, run: run2 }, tar.digest);
  const directory = await unpack(tar);
  const told = record2?.commit ?? (workflow === "deploy" ? deployment.commit : claimedCommit(directory));
  if (told === void 0 || workflow === "deploy" && told !== deployment.commit) {
    throw new ExpectedError(
      `run ${run2}: ${told === void 0 ? "its assembly does not say which commit it is of" : `it is of commit ${deployment.commit}, and its record is of ${told}`}. Name another run.`
    );
  }
  if (!await history.isOnBranch(told)) {
    throw new ExpectedError(
      `run ${run2}: the commit ${told} that it deployed is no part of the branch ${history.branch}. Name another run.`
    );
  }
  return { deployment, commit: told, details: await history.api.commit(told), record: record2, tar, directory };
}
async function differsFromLast(history, scratch) {
  const always = { differs: () => Promise.resolve(true) };
  const next = await history.changes().next();
  if (next.done === true) return always;
  const { run: run2, workflow, job } = next.value;
  const isKept = job.steps?.some(({ name, conclusion }) => name === KEEP_STEP && conclusion === "success") === true;
  if (!isKept && workflow === "rollback") return always;
  try {
    const artifact = isKept ? artifactOf(history.stage) : ASSEMBLY_ARTIFACT;
    const tar = await downloadTar(history.api, run2.id, artifact, scratch);
    const last = templatesDigest(await unpack(tar), history.stage);
    return {
      run: run2.id,
      differs: (directory) => Promise.resolve(templatesDigest(directory, history.stage) !== last)
    };
  } catch (error) {
    if (error instanceof ExpectedError) return always;
    throw error;
  }
}
async function first(all, count) {
  const found = [];
  for await (const one of all) if (found.push(one) === count) break;
  return found;
}
function sorted(kept) {
  return [...kept].sort((a, b) => a.deployedAt < b.deployedAt ? 1 : -1);
}
function isRun(wanted) {
  return /^\d+$/.test(wanted) && !/^\d{40}$/.test(wanted);
}
function known(kept) {
  const runs = kept.map(({ run: run2, commit }) => `${run2} (${commit.slice(0, 7)})`);
  return runs.length > 0 ? `Kept are those of the runs ${runs.join(", ")}.` : "None is kept.";
}

// src/util/markdown.ts
function plain(text2) {
  return text2.replace(/\s+/g, " ").replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]).replace(/[\\`*_[\]|~@#]/g, (sign) => sign === "@" ? "@\u200B" : `\\${sign}`);
}
function code(text2) {
  return `\`${text2.replace(/\s+/g, " ").replaceAll("`", "'")}\``;
}
function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

// src/delivery/rollback/report.ts
function listing(kept, now) {
  if (kept.length === 0) return "No deployment is kept.";
  return kept.map(({ deployment, details }) => {
    const { run: run2, commit, deployedAt, keptUntil, workflow } = deployment;
    const of = workflow === "deploy" ? `commit ${commit.slice(0, 7)}` : "a rollback";
    const by = details === void 0 ? "" : `, ${quoted(details.subject)} by ${oneLine(details.author)}`;
    return `run ${run2}: ${of}${workflow === "deploy" ? by : ""}, deployed ${deployedAt} (${ageOf(deployedAt, now)}), kept until ${keptUntil}`;
  }).join("\n");
}
function listingMarkdown(stage, kept, now) {
  const rows = kept.map(({ deployment: { run: run2, commit, deployedAt, keptUntil, workflow }, details }) => [
    String(run2),
    workflow === "deploy" ? code(commit.slice(0, 7)) : "a rollback",
    workflow === "deploy" ? plain(details?.subject ?? "") : "",
    workflow === "deploy" ? plain(details?.author ?? "") : "",
    `${deployedAt} (${ageOf(deployedAt, now)})`,
    keptUntil
  ]);
  return `### ${plain(stage)}: what can be brought back

${table(["run", "commit", "subject", "author", "deployed", "kept until"], rows)}`;
}
function choiceText(stage, choice, now) {
  return facts(stage, choice, now).map(([name, value]) => `${name}: ${oneLine(value)}`).join("\n");
}
function choiceMarkdown(stage, choice, now) {
  const rows = facts(stage, choice, now).map(([name, value]) => [name, plain(value)]);
  return `### ${plain(stage)}: goes back to run ${choice.deployment.run}

${table(["", ""], rows)}`;
}
function facts(stage, choice, now) {
  const { deployment, commit, details, record: record2, tar, passedOver } = choice;
  const isClaim = record2 === void 0 && deployment.workflow === "rollback";
  return [
    [stage, `goes back to run ${deployment.run}`],
    [
      "commit",
      isClaim ? `${commit}, as its assembly says; refused after the approval unless the record says the same` : commit
    ],
    ["subject", details?.subject ?? "not known"],
    ["author", details === void 0 ? "not known" : `${details.author}, ${details.date}`],
    ["deployed", `${deployment.deployedAt} (${ageOf(deployment.deployedAt, now)}), started by ${deployment.actor}`],
    ...record2 === void 0 ? [] : [["image", record2.image]],
    ["SHA-256", tar.digest],
    [
      "proof",
      record2 === void 0 ? "not looked at here: the job of the stage compares the digest with the record in its account, and refuses another one" : `recorded by run ${record2.run}, attempt ${record2.attempt}, at ${record2.time}`
    ],
    ...passedOver.map(({ run: run2, reason }) => [`not run ${run2}`, reason])
  ];
}
function ageOf(time, now) {
  const minutes = Math.floor((now.getTime() - Date.parse(time)) / 6e4);
  if (!Number.isFinite(minutes)) return "age not known";
  const [count, unit] = minutes < 60 ? [Math.max(0, minutes), "minute"] : minutes < 2880 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1440), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
function quoted(text2) {
  return `"${oneLine(text2)}"`;
}
function oneLine(text2) {
  return text2.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").replaceAll("::", ": :");
}

// src/cli/definition.ts
var import_node_path11 = require("node:path");

// src/files/paths.ts
var TEMPLATE_SOURCES = "src/template";
var TEMPLATE_TESTS = "test/template";
var DEFINITION = `${TEMPLATE_SOURCES}/service.ts`;
var SNAPSHOT_TEST = `${TEMPLATE_TESTS}/stages.test.ts`;

// src/util/read-file.ts
var import_node_fs13 = require("node:fs");
function readText(file) {
  const stats = (0, import_node_fs13.statSync)(file);
  if (stats.isDirectory()) throw new UnusableInput("is a folder and no file");
  if (!stats.isFile() && !stats.isFIFO()) throw new UnusableInput("is a device or a socket, and no file");
  if (stats.size > LONGEST) throw new UnusableInput(`has more than ${LONGEST} bytes`);
  return (0, import_node_fs13.readFileSync)(file, "utf8");
}

// src/cli/definition.ts
function readDefinition(directory) {
  const remedy = "Run this in the repository of a service, after `npx projen`.";
  let text2;
  try {
    text2 = readText((0, import_node_path11.join)(directory, DEFINITION));
  } catch (error) {
    throw new UsageError(`${DEFINITION}: cannot be read (${error.message}). ${remedy}`);
  }
  const json = /^export const service: Service = (\{.*\});\s*$/ms.exec(text2)?.[1];
  try {
    const line = conflictLine(text2);
    if (line !== void 0) throw new Error(`it holds a conflict that a merge left, line ${line}`);
    if (json === void 0) throw new Error("it exports no service");
    return parseJsonText(json);
  } catch (error) {
    throw new UsageError(`${DEFINITION}: is not as it was written (${error.message}). ${remedy}`);
  }
}
function stageOf({ name, stages }, wanted) {
  const stage = stages.find((one) => one.name === wanted);
  if (stage === void 0) {
    const names = stages.map((one) => one.name).join(", ");
    throw new UsageError(`stage ${wanted}: the service ${name} has no such stage. Its stages are: ${names}.`);
  }
  return stage;
}

// src/cli/deployments/operations.ts
function settingFor(stage, given) {
  const { env } = process;
  const repository = given ?? env.GH_REPO ?? env.GITHUB_REPOSITORY;
  if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UsageError(`--repository ${repository ?? ""}: names no repository. Give owner/name.`);
  }
  const service = readDefinition(process.cwd());
  const write = (text2) => process.stdout.write(text2);
  return {
    service,
    stage: stageOf(service, stage),
    github: githubCli(env.GH_HOST ?? "github.com"),
    repository,
    env,
    workflow: workflowOf(env, write),
    write,
    now: () => /* @__PURE__ */ new Date()
  };
}
function historyOf({ github, repository, stage }) {
  return DeploymentHistory.open(github, repository, stage.name);
}
async function list(setting, history) {
  const { stage, workflow, write, now } = setting;
  const kept = await offered(history);
  const listed = [];
  for (const deployment of kept) {
    listed.push({ deployment, details: await history.api.commit(deployment.commit) });
  }
  write(`${listing(listed, now())}
`);
  workflow.summarize(listingMarkdown(stage.name, listed, now()));
  return kept;
}
async function chooseForApproval(setting, wanted) {
  const { service, workflow, write } = setting;
  const history = await historyOf(setting);
  await inScratch(async (scratch) => {
    const kept = await list(setting, history);
    const { run: run2, differs } = await differsFromLast(history, scratch);
    write(
      run2 === void 0 ? "What runs is not known here, so the newest kept deployment is chosen where none is named.\n" : `What runs is taken to be what run ${run2} deployed.
`
    );
    const choice = await choose({ history, service: service.name, wanted, differs, scratch }, kept);
    tell(setting, choice);
    workflow.output("run", String(choice.deployment.run));
    workflow.output("commit", choice.commit);
    workflow.output("digest", choice.tar.digest);
  });
}
async function fetchShown(setting, shown2, output) {
  const { service, stage, env, workflow } = setting;
  checkShown(shown2);
  const history = await historyOf(setting);
  const store = await openStore(stage, env);
  await inScratch(async (scratch) => {
    const search = { history, service: service.name, store, scratch, differs: () => Promise.resolve(true) };
    const choice = await ofRun(search, Number(shown2.run));
    for (const [what, before, after2] of [
      ["commit", shown2.commit, choice.commit],
      ["SHA-256", shown2.digest, choice.tar.digest]
    ]) {
      if (before !== after2) {
        throw new UsageError(
          `stage ${stage.name}: run ${shown2.run} is not what was shown before the approval: its ${what} was ${before}, and is ${after2}. Start the workflow rollback again.`
        );
      }
    }
    tell(setting, choice);
    place(choice.tar, choice.directory, output);
    workflow.output("run", String(choice.deployment.run));
    workflow.output("commit", choice.commit);
  });
}
async function begin(setting, back) {
  const { service, stage, env, workflow, write, now } = setting;
  const { sentences } = await beginDeployment({
    service: service.name,
    stage: stage.name,
    context: runContext(env),
    history: await historyOf(setting),
    store: await openStore(stage, env),
    back,
    now
  });
  write(`${sentences.join("\n")}
`);
  workflow.summarize(sentences.join(" "));
}
async function record(setting, tar, app, back) {
  const { service, stage, env, write, now } = setting;
  const context = runContext(env);
  const history = await historyOf(setting);
  const written = await recordDeployment({
    service: service.name,
    stage: stage.name,
    context,
    store: await openStore(stage, env),
    tar,
    image: imageOf(app, stage),
    commit: await history.api.commit(back?.commit ?? context.commit),
    back,
    now
  });
  write(`${stage.name}: recorded run ${written.run}, attempt ${written.attempt}, SHA-256 ${written.digest}.
`);
}
function tell({ stage, workflow, write, now }, choice) {
  write(`${choiceText(stage.name, choice, now())}
`);
  workflow.summarize(choiceMarkdown(stage.name, choice, now()));
  workflow.annotate(
    "notice",
    `${stage.name} goes back`,
    `To run ${choice.deployment.run}, commit ${choice.commit}. Subject, author and age stand in the summary.`
  );
}
function broughtBack(run2, commit) {
  if (!run2 && !commit) return void 0;
  if (!/^[1-9]\d{0,15}$/.test(run2 ?? ""))
    throw new UsageError(`--rollback-of ${run2 ?? ""}: is no ID of a run. Give both, --rollback-of and --commit.`);
  if (!COMMIT.test(commit ?? ""))
    throw new UsageError(`--commit ${commit ?? ""}: is no whole commit. Give its 40 digits.`);
  return { run: Number(run2), commit };
}
function target(text2 = "") {
  if (!/^([0-9]*|[0-9a-f]{7,40})$/.test(text2)) {
    throw new UsageError(`--to ${text2.slice(0, 60)}: give the ID of a run, or at least seven digits of a commit.`);
  }
  return text2 === "" ? void 0 : text2;
}
async function inScratch(work) {
  const scratch = (0, import_node_fs14.mkdtempSync)((0, import_node_path12.join)((0, import_node_os2.tmpdir)(), "udp-service-rollback-"));
  try {
    return await work(scratch);
  } finally {
    (0, import_node_fs14.rmSync)(scratch, { recursive: true, force: true });
  }
}
function checkShown({ run: run2, commit, digest }) {
  const forms = [
    ["--run", run2, /^[1-9]\d{0,15}$/],
    ["--commit", commit, COMMIT],
    ["--digest", digest, DIGEST]
  ];
  for (const [option, value, form] of forms) {
    if (!form.test(value)) {
      throw new UsageError(
        `${option} ${value.slice(0, 80)}: is not what 'rollback --choose' hands over. Start the workflow rollback again.`
      );
    }
  }
}

// src/cli/deployments/script.ts
var OPTIONS = ["to", "run", "commit", "digest", "rollback-of"];
async function main(args) {
  const { values, positionals } = (0, import_node_util.parseArgs)({
    args: [...args],
    allowPositionals: true,
    options: Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }]))
  });
  const [operation, stage = ""] = positionals;
  if (operation === "check") {
    requireSafeAssembly("cdk.out");
    return;
  }
  const setting = settingFor(stage);
  const { to, run: run2 = "", commit = "", digest = "" } = values;
  const back = () => broughtBack(values["rollback-of"], values.commit);
  switch (operation) {
    case "choose":
      return chooseForApproval(setting, target(to));
    case "fetch":
      return fetchShown(setting, { run: run2, commit, digest }, "cdk.out");
    case "begin":
      return begin(setting, back());
    case "record":
      return record(setting, "cdk.out.tgz", "cdk.out", back());
    default:
      throw new UsageError(`${operation ?? ""}: is not one of check, choose, fetch, begin, record.`);
  }
}
main(process.argv.slice(2)).catch((error) => {
  const text2 = error instanceof ExpectedError ? error.message : fileErrorText(error, process.cwd());
  if (text2 === void 0) throw error;
  process.stderr.write(`error: ${text2}
`);
  process.exitCode = 2 /* USAGE */;
});
