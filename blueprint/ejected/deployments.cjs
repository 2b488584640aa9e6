"use strict";

// src/cli/deployments/script.ts
var import_node_util2 = require("node:util");

// src/util/expected-error.ts
var ExpectedError = class extends Error {
};

// src/delivery/assembly-safety/check.ts
var import_node_fs4 = require("node:fs");

// src/delivery/assembly-safety/manifests.ts
var import_node_path4 = require("node:path");

// src/cloudformation/json-files.ts
var import_node_path = require("node:path");

// src/util/json.ts
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function asList(value) {
  if (value === void 0) return [];
  return Array.isArray(value) ? value : [value];
}
function canonical(value) {
  if (value === void 0) return "";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const entries = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(value);
}
function scalarText(value) {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : void 0;
}

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

// src/util/read-file.ts
var import_node_fs = require("node:fs");
function readBytes(file) {
  const stats = (0, import_node_fs.statSync)(file);
  if (stats.isDirectory()) throw new UnusableInput("is a folder and no file");
  if (!stats.isFile() && !stats.isFIFO()) throw new UnusableInput("is a device or a socket, and no file");
  if (stats.size > LONGEST) throw new UnusableInput(`has more than ${LONGEST} bytes`);
  return (0, import_node_fs.readFileSync)(file);
}
function readText(file) {
  return readBytes(file).toString("utf8");
}

// src/cloudformation/functions.ts
function intrinsic(value) {
  if (!isObject(value)) return void 0;
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || name === void 0) return void 0;
  if (name !== "Ref" && name !== "Condition" && !name.startsWith("Fn::")) return void 0;
  return { name, argument: value[name] };
}
function render(value) {
  const scalar = scalarText(value);
  if (scalar !== void 0) return scalar;
  const call = intrinsic(value);
  if (call === void 0) return canonical(value);
  const { name, argument } = call;
  if (name === "Ref" && typeof argument === "string") return `\${${argument}}`;
  if (name === "Fn::GetAtt") {
    return `\${${Array.isArray(argument) ? argument.map(render).join(".") : render(argument)}}`;
  }
  if (name === "Fn::Sub" && typeof argument === "string") return argument;
  if (name === "Fn::Join" && Array.isArray(argument)) {
    const [separator, parts] = argument;
    if (typeof separator === "string" && Array.isArray(parts)) return parts.map(render).join(separator);
  }
  return canonical(value);
}

// src/cloudformation/manifest.ts
var STACK_ARTIFACT = "aws:cloudformation:stack";
var ASSETS_ARTIFACT = "cdk:asset-manifest";
var ASSEMBLY_ARTIFACT = "cdk:cloud-assembly";
function artifactsOf({ artifacts }) {
  return entriesOf(artifacts).map(([id, { type, environment, dependencies, properties }]) => ({
    id,
    type: String(type),
    ...typeof environment === "string" ? { environment } : {},
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    properties: isObject(properties) ? properties : {}
  }));
}
function missingContext({ missing }) {
  return Array.isArray(missing) ? missing.map((item) => render(isObject(item) ? item.key : item)) : [];
}
function entriesOf(value) {
  return Object.entries(isObject(value) ? value : {}).filter(
    (entry) => isObject(entry[1])
  );
}

// src/cloudformation/unreadable.ts
var UnreadableInput = class extends ExpectedError {
  constructor(subject, cause, remedy) {
    super(`${subject}: ${cause}. ${remedy}.`);
    this.name = "UnreadableInput";
  }
};

// src/cloudformation/parse/parameter-cycles.ts
function parameterCycle(template) {
  const parameters = membersOf(membersOf(template).Parameters);
  const done = /* @__PURE__ */ new Set();
  const visit = (name, path) => {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    if (done.has(name) || !Object.hasOwn(parameters, name)) return void 0;
    for (const next of namesIn(membersOf(parameters[name]).Default)) {
      const cycle = visit(next, [...path, name]);
      if (cycle !== void 0) return cycle;
    }
    done.add(name);
    return void 0;
  };
  for (const name of Object.keys(parameters)) {
    const cycle = visit(name, []);
    if (cycle !== void 0) return cycle;
  }
  return void 0;
}
function namesIn(node) {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  return Object.entries(membersOf(node)).flatMap(([key, value]) => {
    if (key === "Ref" && typeof value === "string") return [value];
    if (key !== "Fn::Sub") return namesIn(value);
    const [text2, variables] = Array.isArray(value) ? value : [value];
    const names = typeof text2 === "string" ? [...text2.matchAll(/\$\{([^!}.][^}.]*)\}/g)].map(([, name]) => name) : [];
    return [...names, ...namesIn(variables)];
  });
}
function membersOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

// src/cloudformation/parse/template.ts
function templateOf(content, file) {
  if (!holdsResources(content)) {
    throw new UnreadableInput(
      file,
      "is not a CloudFormation template, it has no Resources",
      "Name a template or a cloud assembly (cdk.out)"
    );
  }
  const cycle = parameterCycle(content);
  if (cycle !== void 0) {
    throw new UnreadableInput(
      file,
      `the default of the parameter ${cycle[0]} refers to itself (${cycle.join(" \u2192 ")})`,
      "Write a text as its default"
    );
  }
  return content;
}
function holdsResources(content) {
  return isObject(content) && isObject(content.Resources);
}

// src/cloudformation/parse/text.ts
function textOf(bytes) {
  const [first2, second] = bytes;
  const isMarked = first2 === 255 && second === 254 || first2 === 254 && second === 255;
  if (isMarked || bytes.subarray(0, 1e3).includes(0)) throw notUtf8("is UTF-16");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8("has bytes that are no UTF-8");
  }
}
function notUtf8(cause) {
  return new UnusableInput(`${cause}, and CloudFormation reads UTF-8 alone: save it as UTF-8`);
}

// src/cloudformation/json-files.ts
function shownPath(file) {
  const inside = (0, import_node_path.relative)(process.cwd(), file);
  return inside === "" || inside.startsWith("..") ? file : inside;
}
function assemblyText(file) {
  return textOf(readBytes(file));
}
function assemblyJson(file) {
  return parseJsonText(assemblyText(file));
}
function readFrom(file, read) {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof UnusableInput) {
      throw new UnreadableInput(shownPath(file), error.message, "Correct the file, or synthesize it again");
    }
    const { code: code2, message } = Object(error);
    if (code2 === void 0) throw error;
    throw new UnreadableInput(
      shownPath(file),
      code2 === "ENOENT" ? "is not there" : `cannot be read (${message})`,
      "Name a file that can be read, or synthesize it again"
    );
  }
}
function readJsonObject(file) {
  const value = readFrom(file, assemblyJson);
  if (isObject(value)) return value;
  throw new UnreadableInput(shownPath(file), "is not a JSON object", "Synthesize the assembly again");
}
function readManifest(directory) {
  const manifest = readJsonObject((0, import_node_path.join)(directory, "manifest.json"));
  return { artifacts: artifactsOf(manifest), missing: missingContext(manifest) };
}
function readJsonTemplate(file) {
  return templateOf(readFrom(file, assemblyJson), shownPath(file));
}

// src/delivery/assembly-safety/images.ts
var import_node_path2 = require("node:path");

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
function checkImageSource(source, { root, folder, place: place3 }, report) {
  const at = (property) => `${place3}.${property}`;
  const { directory } = source;
  const outside = root.outside(directory, folder);
  if (outside !== void 0) return report(at("directory"), outside);
  const context = import_node_path2.posix.join(folder, String(directory).replaceAll("\\", "/"));
  const inContext = (property, path) => {
    const cause = root.outside(path, context);
    return cause === void 0 ? void 0 : report(at(property), cause);
  };
  if (source.dockerFile !== void 0) inContext("dockerFile", source.dockerFile);
  for (const property of ["dockerBuildArgs", "dockerBuildContexts", "dockerBuildSecrets"]) {
    for (const [name, value] of entriesOf2(source[property], at(property), report)) {
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
  const params = entriesOf2(cache.params, at(`${property}.params`), report);
  const words3 = [type, ...params.flat()];
  if (words3.some((word) => typeof word !== "string" || /[,"\r\n]/.test(word))) {
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
function entriesOf2(value, place3, report) {
  if (value === void 0) return [];
  if (isMembers(value)) return Object.entries(value);
  report(place3, `is ${shown(value)} and no object`);
  return [];
}
function listOf(value, place3, report) {
  if (value === void 0) return [];
  if (Array.isArray(value)) return value;
  report(place3, `is ${shown(value)} and no list`);
  return [];
}

// src/delivery/assembly-safety/paths.ts
var import_node_fs2 = require("node:fs");
var import_node_path3 = require("node:path");
var Root = class {
  /** With all links followed. */
  path;
  constructor(directory) {
    this.path = import_node_fs2.realpathSync.native(directory);
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
    const absolute = (0, import_node_path3.resolve)(this.path, from, path);
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
    const absolute = (0, import_node_path3.join)(this.path, (0, import_node_path3.dirname)(link), target2);
    if (!this.holds(absolute) || !this.holds(this.real((0, import_node_path3.join)(this.path, link)))) {
      return `is a link out of the assembly, to ${shown(target2)}`;
    }
    return void 0;
  }
  holds(absolute) {
    const path = (0, import_node_path3.relative)(this.path, absolute);
    return path === "" || path !== ".." && !path.startsWith(`..${import_node_path3.sep}`) && !/^([a-z]:|\/)/i.test(path);
  }
  /** Where a path leads with all links followed; of one that is not there, where its folder leads. */
  real(absolute) {
    try {
      return import_node_fs2.realpathSync.native(absolute);
    } catch {
      const folder = (0, import_node_path3.dirname)(absolute);
      return folder === absolute ? absolute : (0, import_node_path3.join)(this.real(folder), absolute.slice(folder.length));
    }
  }
};
function goesBack(path) {
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return steps.some((step, index) => step === ".." && index > 0 && steps[index - 1] !== "..");
}
function isFile(path) {
  try {
    return (0, import_node_fs2.lstatSync)(path).isFile();
  } catch {
    return false;
  }
}

// src/delivery/assembly-safety/manifests.ts
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
    const file = import_node_path4.posix.join(folder, "manifest.json");
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
      const place3 = `${file}: artifacts.${id}`;
      const properties = this.artifact(artifact, place3, folder);
      if (properties === void 0) continue;
      const { type } = artifact;
      const path = (name) => this.path(properties[name], `${place3}.properties.${name}`, folder);
      if (type === STACK_ARTIFACT) {
        stacks.push([place3, properties]);
        const template = path("templateFile");
        if (template !== void 0) this.template(template);
      } else if (type === ASSETS_ARTIFACT) {
        const assets = path("file");
        if (assets !== void 0) published.push(...this.assets(assets, folder));
      } else if (type === ASSEMBLY_ARTIFACT) {
        const inner = path("directoryName");
        if (inner === void 0) continue;
        if (this.visited.has(inner))
          this.report(`${place3}.properties.directoryName`, "is an assembly that has been seen");
        else this.checkAssembly(inner);
      } else if (type === "cdk:tree") path("file");
    }
    for (const [place3, properties] of stacks) this.deployedTemplate(properties, place3, published);
  }
  /** Checks an artifact and returns its properties, where they can be looked at. */
  artifact(artifact, place3, folder) {
    if (!isMembers(artifact)) return this.refuse(place3, `is ${shown(artifact)} and no object`);
    this.onlyKnown(artifact, ARTIFACT, place3);
    const known2 = Object.entries(ARTIFACT_PROPERTIES).find(([type]) => type === artifact.type)?.[1];
    if (known2 === void 0) return this.refuse(`${place3}.type`, `is ${shown(artifact.type)}, which is not known`);
    const properties = this.members(artifact.properties, `${place3}.properties`);
    this.onlyKnown(properties, known2, `${place3}.properties`);
    const { lookupRole } = properties;
    if (lookupRole !== void 0) {
      this.onlyKnown(
        this.members(lookupRole, `${place3}.properties.lookupRole`),
        BOOTSTRAP_ROLE,
        `${place3}.properties.lookupRole`
      );
    }
    if (artifact.metadata !== void 0) {
      this.metadata(this.members(artifact.metadata, `${place3}.metadata`), `${place3}.metadata`, folder);
    }
    if (artifact.additionalMetadataFile !== void 0) {
      const file = this.path(artifact.additionalMetadataFile, `${place3}.additionalMetadataFile`, folder);
      const content = file === void 0 ? void 0 : this.read(file);
      if (file !== void 0 && content !== void 0) this.metadata(content, file, folder);
    }
    return properties;
  }
  /** Metadata are words for people, but for those by which older synthesizers publish assets. */
  metadata(metadata, place3, folder) {
    for (const [path, entries] of Object.entries(metadata)) {
      for (const entry of Array.isArray(entries) ? entries : []) {
        if (!isMembers(entry) || entry.type !== "aws:cdk:asset") continue;
        const at = `${place3}: ${path}.data`;
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
      const place3 = `${file}: dockerImages.${id}`;
      const source = this.asset(asset, IMAGE_SOURCE, IMAGE_DESTINATION, place3)?.source;
      if (source === void 0 || this.namesProgram(source)) continue;
      checkImageSource(source, { root: this.root, folder, place: `${place3}.source` }, this.report);
    }
    const files = manifest.files === void 0 ? {} : this.members(manifest.files, `${file}: files`);
    return Object.entries(files).flatMap(([id, asset]) => this.file(asset, `${file}: files.${id}`, folder));
  }
  file(asset, place3, folder) {
    const { source, destinations = {} } = this.asset(asset, FILE_SOURCE, FILE_DESTINATION, place3) ?? {};
    if (source === void 0 || this.namesProgram(source)) return [];
    const { packaging } = source;
    if (packaging !== void 0 && packaging !== "file" && packaging !== "zip") {
      this.report(`${place3}.source.packaging`, `is ${shown(packaging)}, which is not known`);
    }
    const path = this.path(source.path, `${place3}.source.path`, folder);
    if (path === void 0 || packaging === "zip") return [];
    const urls = Object.values(destinations).flatMap(
      (one) => isMembers(one) ? [`${String(one.bucketName)}/${String(one.objectKey)}`] : []
    );
    return [{ path, urls }];
  }
  asset(asset, sourceProperties, destinationProperties, place3) {
    if (!isMembers(asset)) return this.refuse(place3, `is ${shown(asset)} and no object`);
    this.onlyKnown(asset, ASSET, place3);
    const destinations = this.members(asset.destinations, `${place3}.destinations`);
    for (const [id, destination] of Object.entries(destinations)) {
      const at = `${place3}.destinations.${id}`;
      this.onlyKnown(this.members(destination, at), destinationProperties, at);
    }
    const source = this.members(asset.source, `${place3}.source`);
    this.onlyKnown(source, sourceProperties, `${place3}.source`);
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
      if (path !== void 0) this.path(path, `${file}: Resources.${id}.Metadata.aws:asset:path`, import_node_path4.posix.dirname(file));
    }
  }
  /** What is judged is the template in the assembly; what CloudFormation is given must be that. */
  deployedTemplate(properties, place3, published) {
    const { stackTemplateAssetObjectUrl: url, templateFile } = properties;
    if (url === void 0) return;
    const folder = import_node_path4.posix.dirname(place3.slice(0, place3.indexOf(":")));
    const path = import_node_path4.posix.normalize(import_node_path4.posix.join(folder, String(templateFile)));
    const urls = published.filter((file) => file.path === path).flatMap((file) => file.urls);
    const isOwn = typeof url === "string" && urls.some((one) => url === `s3://${one}` || /^https:\/\/s3\.[^/]+\//.test(url) && url.endsWith(`/${one}`));
    if (!isOwn) {
      this.report(
        `${place3}.properties.stackTemplateAssetObjectUrl`,
        `${shown(url)} is not where ${shown(templateFile)} is published, so another template would be deployed`
      );
    }
  }
  namesProgram(source) {
    return PROGRAMS.some((name) => name in source);
  }
  onlyKnown(members, known2, place3) {
    for (const name of Object.keys(members).filter((key) => !known2.includes(key))) {
      const isProgram = PROGRAMS.includes(name);
      const separator = place3.endsWith(".json") ? ": " : ".";
      this.report(
        `${place3}${separator}${name}`,
        isProgram ? `names a program (${shown(members[name])}), which the CDK would run with the credentials at hand` : "is a property that is not known"
      );
    }
  }
  version({ version }, file) {
    const place3 = `${file}: version`;
    const [, major] = typeof version === "string" && /^(\d+)\.\d+\.\d+$/.exec(version) || [];
    if (major === void 0) this.report(place3, `is ${shown(version)} and no version of a schema`);
    else if (Number(major) > this.newestSchema) {
      this.report(place3, `is ${shown(version)}, and the schema is known up to version ${this.newestSchema}`);
    }
  }
  /** A path, relative to the assembly, of something that lies in it. */
  path(value, place3, folder) {
    const cause = this.root.outside(value, folder);
    if (cause !== void 0) return this.refuse(place3, cause);
    return import_node_path4.posix.normalize(import_node_path4.posix.join(folder, String(value).replaceAll("\\", "/")));
  }
  read(file) {
    const absolute = (0, import_node_path4.join)(this.root.path, file);
    if (!isFile(absolute)) return this.refuse(file, "is no file");
    try {
      const value = assemblyJson(absolute);
      return isMembers(value) ? value : this.refuse(file, "holds no JSON object");
    } catch (error) {
      return this.refuse(file, error.message);
    }
  }
  members(value, place3) {
    if (isMembers(value)) return value;
    this.report(place3, value === void 0 ? "is missing" : `is ${shown(value)} and no object`);
    return {};
  }
  refuse(place3, cause) {
    this.report(place3, cause);
    return void 0;
  }
};

// src/delivery/assembly-safety/tree.ts
var import_node_fs3 = require("node:fs");
var import_node_path5 = require("node:path");
function checkTree(root, report) {
  const shared = /* @__PURE__ */ new Map();
  const folders = [""];
  for (let folder = folders.pop(); folder !== void 0; folder = folders.pop()) {
    for (const name of (0, import_node_fs3.readdirSync)((0, import_node_path5.join)(root.path, folder))) {
      const path = import_node_path5.posix.join(folder, name);
      const stats = (0, import_node_fs3.lstatSync)((0, import_node_path5.join)(root.path, path));
      if (stats.isDirectory()) folders.push(path);
      else if (stats.isSymbolicLink()) {
        const cause = root.linkOutside(path, (0, import_node_fs3.readlinkSync)((0, import_node_path5.join)(root.path, path)));
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
  const report = (place3, cause) => {
    found.push({ place: place3, cause });
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
    ...problems.slice(0, TOLD).map(({ place: place3, cause }) => `  ${inOneLine2(place3)}: ${cause}`),
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
var import_node_path6 = require("node:path");
var SCHEMA_PACKAGE = "@aws-cdk/cloud-assembly-schema/package.json";
function newestSchemaOf(repository) {
  try {
    const library = (0, import_node_fs5.realpathSync)((0, import_node_path6.join)(repository, "node_modules", "aws-cdk-lib"));
    const file = (0, import_node_module.createRequire)((0, import_node_path6.join)(library, "package.json")).resolve(SCHEMA_PACKAGE);
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
var import_node_path7 = require("node:path");
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
    const member2 = memberOf(header, type, next, size);
    next = {};
    const length = member2.type === "file" ? size : 0;
    if (member2.type !== "file" && size !== 0) throw new UnreadableArchive(`holds ${named(member2)} with content`);
    const content = source.part(length);
    await take(member2, content);
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
  const parent = (0, import_node_path7.dirname)((0, import_node_path7.resolve)(directory));
  (0, import_node_fs7.mkdirSync)(parent, { recursive: true });
  const scratch = (0, import_node_fs7.mkdtempSync)((0, import_node_path7.join)(parent, `.${(0, import_node_path7.basename)(directory)}-`));
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
    await readTar(archive, (member2, content) => this.take(member2, content));
    if (this.members === 0) throw new UnreadableArchive("holds nothing");
    for (const member2 of this.links) this.link(member2);
    checkTree(new Root(this.folder), (place3, cause) => {
      throw new UnreadableArchive(`holds ${JSON.stringify(place3)}, which ${cause}`);
    });
  }
  async take(member2, content) {
    this.members += 1;
    this.bytes += member2.size;
    if (this.members > MOST_MEMBERS) throw new UnreadableArchive(`holds more than ${MOST_MEMBERS} members`);
    if (this.bytes > MOST_BYTES) throw new UnreadableArchive("unpacks to more than 4 GiB");
    const path = this.pathOf(member2);
    if (member2.type === "folder") {
      this.makeFolder(path, member2);
    } else if (path === "") throw new UnreadableArchive(`holds ${named(member2)} and no folder`);
    else if (member2.type === "file") {
      this.makeFolder(import_node_path7.posix.dirname(path), member2);
      await this.write(path, member2, content);
    } else this.links.push(member2);
  }
  /** The path without the folder at the top, which is the same of all. */
  pathOf(member2) {
    const { name } = member2;
    const steps = name.split("/").filter((step) => step !== "" && step !== ".");
    if (name.startsWith("/") || /^[a-z]:/i.test(name))
      throw new UnreadableArchive(`holds ${named(member2)}, an absolute name`);
    if (name.includes("\\") || name.includes("\0"))
      throw new UnreadableArchive(`holds ${named(member2)}, which is no name here`);
    if (steps.includes("..")) throw new UnreadableArchive(`holds ${named(member2)}, which goes up with ".."`);
    const [top = "", ...rest] = steps;
    this.top ??= top;
    if (top === "" || top !== this.top) {
      throw new UnreadableArchive(
        `holds ${named(member2)}, which does not lie in the folder ${JSON.stringify(this.top)} of the first`
      );
    }
    return rest.join("/");
  }
  makeFolder(path, member2) {
    try {
      (0, import_node_fs7.mkdirSync)((0, import_node_path7.join)(this.folder, path), { recursive: true });
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member2)} below a file`) : error;
    }
  }
  async write(path, member2, content) {
    let file;
    try {
      file = await (0, import_promises2.open)((0, import_node_path7.join)(this.folder, path), "wx", member2.mode | 384);
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member2)} twice`) : error;
    }
    try {
      for await (const piece of content) await writeAll(file, piece);
    } finally {
      await file.close();
    }
    this.files.add(path);
  }
  link(member2) {
    const path = this.pathOf(member2);
    const absolute = (0, import_node_path7.join)(this.folder, path);
    for (let above = import_node_path7.posix.dirname(path); above !== "."; above = import_node_path7.posix.dirname(above)) {
      if (this.symbolic.has(above)) throw new UnreadableArchive(`holds ${named(member2)} below a link`);
    }
    this.makeFolder(import_node_path7.posix.dirname(path), member2);
    try {
      if (member2.type === "symbolic link") {
        (0, import_node_fs7.symlinkSync)(member2.target, absolute);
        this.symbolic.add(path);
      } else {
        const target2 = this.pathOf({ ...member2, name: member2.target });
        if (!this.files.has(target2)) throw new UnreadableArchive(`holds ${named(member2)} to what is no file of it`);
        (0, import_node_fs7.linkSync)((0, import_node_path7.join)(this.folder, target2), absolute);
      }
    } catch (error) {
      throw isObstacle(error) ? new UnreadableArchive(`holds ${named(member2)} twice`) : error;
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

// src/cli/exit.ts
var UsageError = class extends ExpectedError {
};

// src/credentials/base64.ts
function bytesOfBase64(encoded) {
  const digits = encoded.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

// src/credentials/harmless.ts
var words = (text2) => new Set(text2.trim().split(/\s+/));
var SWITCHES = words(`true false yes no on off y n t f enabled disabled enable disable none null nil undefined empty
  always never auto automatic manual default inherit optional required require mandatory preferred prefer allow allowed
  deny denied strict lax open closed include omit same-origin any all basic digest bearer jwt jws jwe opaque oauth oauth2
  oidc saml saml2 ldap kerberos gssapi ntlm negotiate pam radius apikey token tokens password passwords secret-manager
  secretsmanager secrets-manager parameter-store ssm vault env environment file files memory redis database db session
  cookie header query body form plain plaintext text json yaml hex base64 utf8 utf-8 md5 sha1 sha256 sha384 sha512
  sha-1 sha-256 sha-512 hs256 hs384 hs512 rs256 rs384 rs512 es256 es384 es512 ps256 eddsa ed25519 rsa ecdsa aes aes128
  aes256 aes-128-gcm aes-256-gcm aes-256-cbc hmac bcrypt scrypt argon2 argon2i argon2id pbkdf2 crypt scram scram-sha-1
  scram-sha-256 scram-sha-512 mschap mschapv2 chap pap eap peap eap-tls psk x509 mtls tls ssl starttls iam aws azure gcp
  aws-iam trust peer ident cert certificate publickey public-key keyboard-interactive interactive browser local remote
  static dynamic managed external internal native shared private public anonymous noauth no-auth without unset hidden
  masked redacted removed omitted n/a na tbd todo unused deprecated readonly read-only production staging development
  test debug info`);
var CHOSEN = words(
  "password passwords default public private shared secret radius redis database db test debug local"
);
var PLACEHOLDER = /^(?:<[^<>]*>|\[[^[\]]*\]|\*+|x{3,}|\.{3,}|-+|_+|\?+|%[A-Za-z_]\w*%|\{\{[^{}]*\}\}|\{[A-Za-z_][\w.-]*\}|:[A-Za-z_]\w*|%[A-Za-z]|@[A-Za-z_]+@|your[-_ ]?\w*[-_ ]here)$/i;
var REFERENCE = /^(?:\$\w+|\$\{[^{}]*\}|\$\([^()]*\)|\{\{resolve:[^{}]*\}\}|!(?:Ref|Sub|GetAtt)\b.*)$/;
var POINTER = /^(?:arn:aws[a-z-]*:[^\s]+|(?:ssm|secretsmanager|vault|file|env|op|secret|awssm|ref|sm|gcpsm|akv|kms)(?::|\/\/).+|alias\/[\w/-]+)$/;
var URL_WITHOUT_USER = /^[a-z][a-z0-9+.-]*:\/\/[^\s@]*$/i;
var SEGMENT = "[A-Za-z0-9._{}$+~@%-]+";
var PATH = new RegExp(String.raw`^(?:[A-Za-z]:)?(?:\.{1,2}|~)?[\\/](?:${SEGMENT}[\\/])*(?:${SEGMENT})?$`);
var FILE = /^[\w.-]+(?:\/[\w.-]+)*\.(?:pem|key|crt|cer|p12|pfx|jks|txt|json|ya?ml|toml|ini|conf|cfg|env|pub|token|secret|db|sqlite|csv|xml|properties)$/i;
var VERSION = /^v?\d+(?:\.\d+){1,3}(?:[-+][\w.-]{1,20})?$/;
var DURATION_OR_SIZE = /^\d{1,9}(?:\.\d+)?\s?(?:ns|us|ms|s|m|min|h|d|w|y|b|k|kb|kib|mb|mib|gb|gib|%)$/i;
var HOST = /^(?=.{4,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}(:\d{1,5})?$/;
var IP = /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?::\d{1,5})?$/;
var PUBLIC_KEY = /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-ssh-\S+) AAAA|^-----BEGIN (?:RSA |EC )?(?:PUBLIC KEY|CERTIFICATE)/;
function looksRandom(text2) {
  if (text2.length < 12 || /\s/.test(text2)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text2)).length;
  const digits = text2.replace(/\D/g, "").length;
  return (kinds === 3 || kinds === 2 && digits >= 3 && digits < text2.length) && entropy(text2) >= 2.8;
}
function entropy(text2) {
  const counts = /* @__PURE__ */ new Map();
  for (const character of text2) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= count / text2.length * Math.log2(count / text2.length);
  return sum;
}
function isReference(value) {
  const text2 = value.trim();
  return PLACEHOLDER.test(text2) || REFERENCE.test(text2) || POINTER.test(text2) || PUBLIC_KEY.test(text2) || URL_WITHOUT_USER.test(text2) && !/[?&#]/.test(text2) || isPath(text2);
}
function isPath(text2) {
  if (FILE.test(text2)) return true;
  if (!PATH.test(text2) || text2.length > 400) return false;
  return text2.split(/[\\/]/).every((segment) => segment.length <= 64 && !(segment.length >= 10 && looksRandom(segment)));
}
function isHarmlessPassword(value) {
  const text2 = value.trim();
  const lower = text2.toLowerCase();
  return text2 === "" || /^\d{1,3}$/.test(text2) || SWITCHES.has(lower) && !CHOSEN.has(lower) || DURATION_OR_SIZE.test(text2) || isReference(text2);
}
function isHarmlessSecret(value) {
  const text2 = value.trim();
  return isHarmlessPassword(text2) || SWITCHES.has(text2.toLowerCase()) || /^[A-Za-z]{1,8}$/.test(text2) && !WEAK.has(text2.toLowerCase()) || /^[+-]?\d{1,7}(?:\.\d+)?$/.test(text2) || IP.test(text2) || VERSION.test(text2) || HOST.test(text2);
}
var UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
var DIGEST2 = /^(?:md5|sha1|sha224|sha256|sha384|sha512)[:-][A-Za-z0-9+/=]{20,}$/i;
function isHarmlessKey(value) {
  const text2 = value.trim();
  return isHarmlessSecret(text2) || UUID.test(text2) || DIGEST2.test(text2) || text2.length < 16 || !looksRandom(text2);
}
var WEAK = words(`secret secrets passwd pass pwd changeme changeit letmein qwerty admin root hunter welcome testing s3cret
  mysecret topsecret iloveyou dragon monkey master`);

// src/credentials/names.ts
var words2 = (text2) => new Set(text2.trim().split(/\s+/));
var PASSWORDS = words2(`password passwords passwd passwds passwrd passphrase passphrases passcode passcodes pwd pwds pass
  pw psw pswd psk kennwort passwort`);
var SECRETS = words2(`secret secrets token tokens apikey apikeys credential credentials creds cred bearer jwt pat tsig
  authkey sharedkey secretkey privatekey accesskey masterkey authtoken accesstoken refreshtoken apitoken presharedkey
  signingkey encryptionkey authorization community pepper keytab otpauth totp passkey`);
var SECRET_KEYS = words2(`api access secret private signing sign signature encryption encrypt decryption decrypt
  crypto master auth authentication authorization shared preshared psk account storage service app application server
  session hmac cookie jwt jwk jws jwe root admin deploy deployment ssh tls ssl license licence licensing ingest ingestion
  integration write read rest user client pre host wireguard wg tsig rndc dnssec ipsec snmp radius aes rsa ecdsa ed25519
  fernet cipher webhook functions function subscription bot security`);
var HARMLESS_QUALIFIERS = words2(`public pub publishable partition sort primary foreign cache object bucket index
  hash range lookup translation i18n hot shortcut composite natural surrogate row column flag feature group grouping
  message event host field map dictionary json yaml config registry max min total num number per prompt completion
  input output next page pagination continuation csrf xsrf boarding ski high low band by compass bus kms cmk`);
var METADATA = words2(`file files filename path paths dir directory folder mount volume location name names id ids arn
  arns url urls uri uris endpoint endpoints host hosts hostname domain port ttl timeout expiry expire expires expiration
  lifetime duration interval period seconds secs sec s minutes hours days ms millis age length len size bytes bits min max
  minimum maximum limit limits count counts number rate policy policies rotation rotate rotated enabled enable disabled
  disable required require optional allowed allow denied supported type types kind algorithm algorithms alg algo format
  formats encoding prefix suffix header headers field fields param parameter parameters version versions provider
  providers source sources store backend backends engine manager manage audience aud issuer iss scope scopes cache cached
  cost rounds iterations fingerprint thumbprint checksum mode modes method methods ref refs reference references username
  usernames user users login email region role roles service services index attempts retries retry validation validate
  validator validity verify verification regex pattern charset chars characters strength complexity hint hints label title
  text placeholder message prompt reset change changed forgot page route status state exists available present db database
  table column schema vault bucket usage owner created updated at date time timestamp day leeway skew grace refresh
  renewal renew flow grant strategy driver class handler function plugin module script command cmd helper extension
  extensions space spaces through phrase fail failed rotationdays budget window granularity tokenizer alias aliases
  kid namespace group groups family signature claim claims tool introspection exchange based less sha commit digest
  server model topic queue stream channel zone environment`);
var INDIFFERENT = words2(`value values val string str text plain plaintext cleartext raw data base b64 base64 hex prod
  production dev development stage staging test testing qa uat live old new current previous prev next primary secondary
  default main backup ro rw readonly override my the a b c`);
var GLUED = [
  [/^(.{2,})(password|passwd|passphrase|passcode)s?$/, "password"],
  [
    /^(db|root|admin|user|sql|my|pg|ftp|smtp|mail|ldap|sip|redis|mqtt|vpn|bind|sudo|ssh|auth|login|require|keystore|truststore|store|key)(pass|pwd|pw)$/,
    "pass"
  ],
  [/^(.{2,})(apikey|authkey|secretkey|privatekey|accesskey|sharedkey|masterkey|signingkey|encryptionkey)$/, "apikey"],
  [/^(api|auth|access|refresh|id|bot|user|session|my|bearer|github|gitlab|slack|vault|npm|oauth)(token)s?$/, "token"],
  [/^(client|shared|app|my|auth|jwt|radius|oauth|session|cookie|api|webhook|user)(secret)s?$/, "secret"],
  [/^(secret|password|passwd|passphrase|token|apikey)(value|string)$/, "secret"]
];
function wordsOf(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").split(/[^A-Za-z0-9]+/).filter((word) => word !== "").map((word) => word.toLowerCase()).flatMap(unglued);
}
function unglued(word) {
  const bare = word.replace(/\d{1,3}$/, "");
  if (PASSWORDS.has(bare) || SECRETS.has(bare)) return [bare];
  for (const [pattern, meaning] of GLUED) {
    const match = pattern.exec(bare);
    if (match?.[1] !== void 0) return [match[1], meaning];
  }
  return [word];
}
function meaningOf(name) {
  const all = wordsOf(name);
  const found = all.map((word, index) => meaningAt(all, word, index));
  const last = found.reduce((latest, meaning2, index) => meaning2 === "none" ? latest : index, -1);
  const meaning = found[last] ?? "none";
  if (meaning === "none") return "none";
  const behind = all.slice(last + 1).filter((word) => !INDIFFERENT.has(word) && !/^(v?\d+)$/.test(word));
  if (behind.length === 0) return meaning;
  if (behind.some((word) => METADATA.has(word))) return "metadata";
  return meaning === "key" ? "none" : "secret";
}
function meaningAt(all, word, index) {
  const before = all[index - 1] ?? "";
  if (word === "key" || word === "keys") {
    if (before === "") return "none";
    if (HARMLESS_QUALIFIERS.has(before) && !SECRET_KEYS.has(before)) return "none";
    if (before === "host" && all[index - 2] !== "ssh") return "none";
    return SECRET_KEYS.has(before) || SECRETS.has(before) || PASSWORDS.has(before) ? "secret" : "key";
  }
  if (word === "auth") return index > 0 && index === all.length - 1 ? "key" : "none";
  if (word === "salt") return "key";
  if (word === "tokens" || word === "token" || word === "pass") {
    if (HARMLESS_QUALIFIERS.has(before)) return "none";
  }
  if (word === "community") return before === "snmp" || before === "read" || before === "ro" ? "secret" : "none";
  if (word === "pat" || word === "tsig" || word === "jwt" || word === "bearer") {
    return index === all.length - 1 && (word !== "jwt" || index > 0 || all.length === 1) ? "key" : "none";
  }
  if (PASSWORDS.has(word)) return "password";
  return SECRETS.has(word) ? "secret" : "none";
}

// src/credentials/policy.ts
function isNamedCredential(name, value) {
  switch (meaningOf(name)) {
    case "password":
      return !isHarmlessPassword(value);
    case "secret":
      return !isHarmlessSecret(value);
    case "key":
      return !isHarmlessKey(value);
    default:
      return false;
  }
}

// src/credentials/assignments.ts
var ASSIGNMENT = /(?<![\w$%{])([A-Za-z_][\w.-]{0,80})(\\?["'])?\s{0,3}(:=|=>|=|:)\s{0,3}(?:\\?"((?:[^"\\]|\\[^"]){1,4096})\\?"|'([^']{1,4096})'|((?:\$\{[^{}\s]{0,200}\}|[^\s,;&}"'\]]){1,4096}))/g;
var ARN = /\barn:aws[a-z-]*:[^\s"',]+/g;
var CODE = /^[A-Za-z_$][\w$]*(?:\.[\w$]+)*[[(]/;
var AUTHORIZATION = /\b(?:authorization|x-[a-z-]{0,30}(?:token|key|secret|auth)|(?:api|auth)-?(?:key|token)|cookie)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:(basic|bearer|token|apikey|digest|negotiate|key|bot|ssws|geniekey|splunk|dpop)\s{1,3})?([^\s"',;\\]{1,4096})/gi;
var BEARER = /\b(?:bearer|basic)\s{1,3}([A-Za-z0-9+/=._~-]{12,4096})/gi;
function* assignedCredentials(text2) {
  const visible = text2.replace(ARN, (arn) => " ".repeat(arn.length));
  ASSIGNMENT.lastIndex = 0;
  for (let match = ASSIGNMENT.exec(visible); match; match = ASSIGNMENT.exec(visible)) {
    const [whole, name = "", quote, separator = "", double, single, bare] = match;
    const value = double ?? single ?? bare ?? "";
    const end = match.index + whole.length;
    const isProse = bare !== void 0 && separator === ":" && quote === void 0 && readsOn(visible.slice(end, end + 60));
    if (!isCredential(name, value, bare !== void 0, isProse)) {
      ASSIGNMENT.lastIndex = match.index + name.length + 1;
      continue;
    }
    const index = match.index + whole.lastIndexOf(value);
    yield { kind: `value under the name "${name}"`, index, length: value.length };
  }
}
function isCredential(name, value, bare, prose) {
  if (bare && (CODE.test(value) || /^(?:\/\/|[{[(<|>`])/.test(value))) return false;
  if (name === "auth" && holdsUserAndPassword(value)) return true;
  return isNamedCredential(name, value) && (!prose || looksRandom(value) || /\d/.test(value));
}
function readsOn(rest) {
  return /^\s[A-Za-z]+(?:[\s.,!?]|$)/.test(rest);
}
function* headerCredentials(text2) {
  for (const match of text2.matchAll(AUTHORIZATION)) {
    const [whole, , value = ""] = match;
    if (isHarmlessSecret(value) || isReference(value) || value.length < 6) continue;
    yield { kind: "header with a credential", index: match.index + whole.lastIndexOf(value), length: value.length };
  }
  for (const match of text2.matchAll(BEARER)) {
    const [whole, value = ""] = match;
    if (!/[0-9]/.test(value) || isHarmlessSecret(value)) continue;
    yield { kind: "header with a credential", index: match.index + whole.lastIndexOf(value), length: value.length };
  }
}
function holdsUserAndPassword(value) {
  if (!/^[A-Za-z0-9+/]{6,}={0,2}$/.test(value) || value.length % 4 !== 0) return false;
  return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(String.fromCharCode(...bytesOfBase64(value)));
}

// src/credentials/command.ts
var PROGRAMS2 = [
  { program: /^(?:mysql\w*|mariadb[\w-]*|mysqld)$/, joined: /^-p(.+)$/ },
  { program: /^sshpass$/, separate: /^-p$/, joined: /^-p(.+)$/ },
  { program: /^redis-(?:cli|benchmark)$/, separate: /^-a$/ },
  { program: /^mosquitto(?:_\w+)?$/, separate: /^-P$/ },
  { program: /^ldap\w+$/, separate: /^-w$/, joined: /^-w(.+)$/ },
  { program: /^(?:ipmitool|tsql|sqlcmd|bcp|isql|smbpasswd)$/, separate: /^-P$/, joined: /^-P(.+)$/ },
  { program: /^snmp\w+$/, separate: /^-(?:c|A|X)$/ },
  { program: /^(?:docker|podman|nerdctl|oc|helm|az|mongo\w*|cqlsh|clickhouse-client)$/, separate: /^-p$/ },
  { program: /^(?:turnserver|coturn)$/, separate: /^-(?:u|P)$/ },
  { program: /^eapol_test$/, separate: /^-s$/ },
  { program: /^(?:nsupdate|dig|host|delv|kdig|knsupdate)$/, separate: /^-y$/ },
  { program: /^unzip$/, separate: /^-P$/ }
];
var WRAPPERS = new Set(
  "su-exec gosu setpriv dumb-init timeout nice ionice stdbuf nohup chpst catatonit s6-setuidgid".split(" ")
);
var USER_AND_PASSWORD = /^(-u|--user|--proxy-user|-U|--auth|-a)(?:=|$)/;
var PORT = /^(?:[\d.]+:)?\d{1,5}(?:[-:]\d{1,5})*(?:\/(?:udp|tcp))?$/;
function* commandCredentials(parts) {
  let program = "";
  for (const [index, part] of parts.entries()) {
    if (program === "" && !part.includes("=") && !part.startsWith("-")) program = baseName(part);
    else if (WRAPPERS.has(program) && PROGRAMS2.some((one) => one.program.test(baseName(part))))
      program = baseName(part);
    const known2 = PROGRAMS2.find((candidate) => candidate.program.test(program));
    const next = parts[index + 1];
    if (/^[;|&]+$/.test(part) || ["exec", "sudo", "env", "tini", "sh", "bash"].includes(program)) program = "";
    const option = /^--?([A-Za-z][\w.-]+)$/.exec(part)?.[1];
    if (option !== void 0 && next !== void 0 && !next.startsWith("--") && isNamedCredential(option, next)) {
      yield { kind: `value of the option "${part}"`, part: index + 1 };
    }
    const isPort = program !== "sshpass" && part === "-p" && PORT.test(next ?? "");
    if (known2?.separate?.test(part) && next !== void 0 && !isPort && !isHarmlessArgument(next)) {
      yield { kind: `value of the option "${part}"`, part: index + 1 };
    } else if (part === "-p" && next !== void 0 && isLikelyPassword(next)) {
      yield { kind: 'value of the option "-p"', part: index + 1 };
    }
    const joined = known2?.joined?.exec(part)?.[1];
    if (joined !== void 0 && !isHarmlessArgument(joined)) yield { kind: "password behind the option", part: index };
    else if (/^-p[A-Za-z]/.test(part) && isLikelyPassword(part.slice(2))) {
      yield { kind: 'password behind the option "-p"', part: index };
    }
    if (program === "radtest" || program === "radclient") {
      const secret2 = positionalSecret(program, parts, index);
      if (secret2 !== void 0) yield { kind: `secret of ${program}`, part: secret2 };
    }
    if (program === "curl") {
      const glued = /^-[a-zA-Z]{0,6}?u(.*)$/.exec(part)?.[1];
      const value = glued === "" ? next ?? "" : glued ?? "";
      const given = /^[^\s:/]{1,128}:([^\s:/]+)$/.exec(value)?.[1];
      if (part !== "-u" && given !== void 0 && !isHarmlessArgument(given)) {
        yield { kind: 'password of the option "-u"', part: glued === "" ? index + 1 : index };
      }
    }
    const user = USER_AND_PASSWORD.exec(part);
    if (user) {
      const inPart = part.includes("=");
      const value = inPart ? part.slice(part.indexOf("=") + 1) : next ?? "";
      const password = /^[^\s:/]{1,128}:([^\s:/]+)$/.exec(value)?.[1];
      if (password !== void 0 && !isHarmlessArgument(password) && !/^\d+$/.test(password) && !isHost(value)) {
        yield { kind: `password of the option "${user[1]}"`, part: inPart ? index : index + 1 };
      }
    }
  }
}
function positionalSecret(program, parts, start) {
  if (baseName(parts[start] ?? "") !== program) return void 0;
  const at = program === "radtest" ? start + 2 : parts.findIndex((part) => /^(?:auth|acct|coa|disconnect|status|auto)$/.test(part)) + 1;
  const value = parts[at];
  return at > start && value !== void 0 && !isHarmlessArgument(value) ? at : void 0;
}
function baseName(program) {
  return program.replace(/^.*[\\/]/, "");
}
function isHarmlessArgument(value) {
  return value === "" || value.startsWith("-") || isReference(value) || isPath(value);
}
function isLikelyPassword(value) {
  if (value.startsWith("-") || PORT.test(value) || isHarmlessSecret(value) || isHarmlessArgument(value)) return false;
  if (value.length < 6 || /\s/.test(value) || value.includes("=") || value.includes(",")) return false;
  const letters = /[A-Za-z]/.test(value);
  if (/^[a-z]+(?:[-_.][a-z0-9]+)*$/.test(value))
    return /^[a-z]+\d+[a-z\d]*$/.test(value) && meaningOf(value) === "none";
  return letters && (/\d/.test(value) || /[^A-Za-z0-9._/:-]/.test(value));
}
function isHost(value) {
  return /^[\w.-]+:\d{1,5}$/.test(value);
}

// src/credentials/issuers.ts
var START = "(?<![A-Za-z0-9])";
function marked(kind, marks, minimum, characters = "A-Za-z0-9_-") {
  return {
    kind,
    pattern: new RegExp(`${START}(?:${marks})(?=[${characters}]{0,400}\\d)[${characters}]{${minimum},}`)
  };
}
var ALPHANUMERIC = "A-Za-z0-9";
var ISSUERS = [
  { kind: "AWS access key ID", pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  marked("Amazon Bedrock API key", "ABSK|bedrock-api-key-", 40, "A-Za-z0-9+/="),
  marked("GitHub token", "gh[oprsu]_", 20),
  marked("GitHub token", "github_pat_", 20),
  marked("GitLab token", "gl(?:pat|dt|rt|ptt|cbt|ft|imt|agent|oas|soat|ffct)-", 16, "A-Za-z0-9_.-"),
  marked("GitLab runner token", "GR1348941", 16),
  marked("Bitbucket app password", "ATBB", 28, ALPHANUMERIC),
  marked("Atlassian token", "AT(?:A|C)TT3", 24, "A-Za-z0-9_=-"),
  marked("Slack token", "xox[abceoprs](?:\\.xox[bp])?-", 10),
  marked("Slack token", "xapp-", 10),
  {
    kind: "Slack webhook",
    pattern: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{16,}/
  },
  {
    kind: "Discord webhook",
    pattern: /(?:discord|discordapp)\.com\/api(?:\/v\d+)?\/webhooks\/\d{6,}\/[A-Za-z0-9_-]{16,}/
  },
  {
    kind: "Discord bot token",
    pattern: /(?<![A-Za-z0-9_-])[MNO][A-Za-z0-9_-]{22,29}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{25,110}(?![A-Za-z0-9_-])/
  },
  {
    kind: "Microsoft Teams webhook",
    pattern: /(?:webhook\.office\.com|outlook\.office(?:365)?\.com)\/webhook(?:b2)?\/[A-Za-z0-9@/-]{36,}/
  },
  {
    kind: "Google Chat webhook",
    pattern: /chat\.googleapis\.com\/v1\/spaces\/[^\s?]+\?(?:\S*&)?(?:key|token)=[\w%-]{10,}/
  },
  { kind: "webhook of an automation", pattern: /hooks\.zapier\.com\/hooks\/catch\/\d+\/\w+/ },
  { kind: "Telegram bot token", pattern: /(?<![A-Za-z0-9])(?:bot)?\d{6,12}:AA[A-Za-z0-9_-]{30,36}(?![A-Za-z0-9_-])/ },
  { kind: "Telegram bot token", pattern: /(?<![A-Za-z0-9:])\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  marked("Stripe key", "(?:sk|rk)_(?:live|test|prod)_", 8),
  marked("Stripe webhook secret", "whsec_", 16, "A-Za-z0-9+/="),
  { kind: "Twilio API key", pattern: /(?<![A-Za-z0-9])SK[0-9a-fA-F]{32}(?![A-Za-z0-9])/ },
  marked("SendGrid API key", "SG\\.[A-Za-z0-9_-]{10,}\\.", 16),
  { kind: "Mailgun API key", pattern: /(?<![A-Za-z0-9])key-[0-9a-zA-Z]{32}(?![A-Za-z0-9])/ },
  { kind: "Mailgun API key", pattern: /(?<![A-Za-z0-9-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/ },
  { kind: "Mailchimp API key", pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/ },
  marked("Brevo API key", "xkeysib-|xsmtpsib-", 32),
  marked("Resend API key", "re_[A-Za-z0-9]{6,10}_", 18, ALPHANUMERIC),
  marked("npm token", "npm_", 30, ALPHANUMERIC),
  marked("PyPI token", "pypi-(?=AgE|[A-Za-z0-9_-]{60})", 20),
  marked("RubyGems API key", "rubygems_", 32),
  { kind: "NuGet API key", pattern: /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9+/=])/ },
  { kind: "crates.io token", pattern: /(?<![A-Za-z0-9])cio(?=[A-Za-z]*\d)[A-Za-z0-9]{32}(?![A-Za-z0-9+/=])/ },
  marked("Docker Hub token", "dckr_(?:pat|oat)_", 16),
  marked("Anthropic API key", "sk-ant-", 16),
  marked("OpenAI API key", "sk-(?:proj|svcacct|admin|None)-", 16),
  { kind: "API key", pattern: /(?<![A-Za-z0-9])sk-(?:or-v1-|lf-)?(?=[A-Za-z0-9-]*\d)[A-Za-z0-9]{20,}(?![A-Za-z0-9])/ },
  marked("Groq API key", "gsk_", 20, ALPHANUMERIC),
  marked("xAI API key", "xai-", 32, ALPHANUMERIC),
  marked("Perplexity API key", "pplx-", 32),
  marked("Replicate token", "r8_", 30, ALPHANUMERIC),
  marked("Hugging Face token", "hf_|api_org_", 28, ALPHANUMERIC),
  marked("LangSmith key", "lsv2_(?:pt|sk)_", 24),
  marked("Google API key", "AIza", 30),
  marked("Google OAuth client secret", "GOCSPX-", 20),
  marked("Google OAuth token", "ya29\\.", 20),
  { kind: "Azure key", pattern: /(?:AccountKey|SharedAccessKey|SharedSecretValue)=[A-Za-z0-9+/%]{20,}/i },
  {
    kind: "Azure shared access signature",
    pattern: /[?&;\s'"]sig=[A-Za-z0-9%+/_-]{20,}|^(?:sv|se|sp|sr|ss|st)=.*&sig=/
  },
  {
    kind: "Azure key",
    pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76,90}(?:\+ASt[A-Za-z0-9+/]{0,10}={0,2}|ACDb[A-Za-z0-9+/]{0,10}={0,2})(?![A-Za-z0-9+/=])/
  },
  { kind: "Azure client secret", pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{28,}/ },
  { kind: "Azure DevOps token", pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/ },
  marked("DigitalOcean token", "do[opr]_v1_", 32),
  { kind: "DigitalOcean Spaces key", pattern: /(?<![A-Za-z0-9])DO(?:00|80)[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  marked("Cloudflare key", "v1\\.0-[0-9a-f]{24}-", 32),
  marked("Cloudflare token", "cf(?:k|ut|at)_", 32),
  marked("Heroku API key", "HRKU-", 24),
  marked("Fly.io token", "fo1_|fm[12][ar]?_", 30, "A-Za-z0-9_+/=-"),
  marked("Netlify token", "nf[pcou]_", 30, ALPHANUMERIC),
  marked("Vercel token", "vc[aikpr]_", 20, ALPHANUMERIC),
  marked("Render API key", "rnd_", 24, ALPHANUMERIC),
  marked("Supabase key", "sbp_|sb_secret_", 20),
  marked("PlanetScale credential", "pscale_(?:tkn|oauth|pw)_", 24),
  marked("Neon API key", "napi_", 40),
  marked("Doppler token", "dp\\.(?:pt|st|ct|sa|scim|audit)\\.", 30, "A-Za-z0-9_.-"),
  marked("1Password token", "ops_eyJ", 40, "A-Za-z0-9+/=_-"),
  marked("Vault token", "hv[sbr]\\.", 20),
  marked("Terraform Cloud token", "[A-Za-z0-9]{14}\\.atlasv1\\.", 40, "A-Za-z0-9_=-"),
  marked("Pulumi token", "pul-", 32, "a-f0-9"),
  marked("Tailscale key", "tskey-(?:[a-z]+-)?", 12),
  marked("Databricks token", "dapi|dkea", 32, "a-f0-9"),
  marked("Sourcegraph token", "sgp_", 32),
  marked("New Relic key", "NR(?:AK|II|JS|RA|IQ|SP|AA)-", 16),
  { kind: "New Relic license key", pattern: /(?<![A-Za-z0-9])[0-9a-zA-Z]{32,36}NRAL(?![A-Za-z0-9])/ },
  marked("Datadog key", "ddapp_|ddapi_|ddpat_", 20),
  marked("Grafana token", "glsa_|glc_", 24, "A-Za-z0-9_+/=-"),
  marked("Sentry token", "sntry[su]_", 24, "A-Za-z0-9_+/=-"),
  marked("Dynatrace token", "dt0[a-z]\\d{2}\\.", 20, "A-Za-z0-9_.-"),
  marked("Honeycomb key", "hc[abx]ik_|hc[a-z]mk_", 24),
  marked("PostHog personal key", "phx_", 24),
  marked("Shopify token", "shp(?:at|ca|pa|ss|ua|it|tka)_", 24),
  marked("Square token", "sq0(?:csp|atp|idp)-", 20),
  marked("Square token", "EAAA", 56),
  marked("Facebook token", "EAA[A-Z]", 60, ALPHANUMERIC),
  { kind: "PayPal or Braintree token", pattern: /access_token\$(?:production|sandbox)\$[a-z0-9]{10,}\$[a-f0-9]{16,}/ },
  marked("Flutterwave key", "FLWSECK(?:_TEST)?-", 12),
  marked("EasyPost key", "EZ[AT]K", 40, ALPHANUMERIC),
  marked("Linear key", "lin_(?:api|oauth)_", 24),
  marked("Notion token", "ntn_|secret_(?=[A-Za-z0-9]{43}(?![A-Za-z0-9]))", 30),
  marked("Figma token", "fig[dour]_", 20),
  marked("Airtable token", "pat[A-Za-z0-9]{14}\\.", 32),
  marked("Postman key", "PMAK-", 24),
  marked("HubSpot token", "pat-(?:na|eu|ap)\\d-", 30),
  marked("Contentful token", "CFPAT-", 32),
  marked("Alibaba access key ID", "LTAI", 16, ALPHANUMERIC),
  { kind: "Tencent secret ID", pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/ },
  marked("Artifactory key", "AKCp", 50, ALPHANUMERIC),
  marked("Pinecone key", "pcsk_", 30),
  marked("LaunchDarkly key", "(?:sdk|api|mob)-(?=[0-9a-f]{8}-[0-9a-f]{4}-)", 30),
  marked("Buildkite token", "bk(?:ua|aj|ct)_", 24),
  marked("CircleCI token", "CCI(?:PAT|PRJ)_", 24),
  marked("Prefect key", "pnu_|pnb_", 24),
  marked("Infracost key", "ico-", 30, ALPHANUMERIC),
  marked("Octopus key", "API-", 25, "A-Z0-9"),
  { kind: "Scaleway key", pattern: /(?<![A-Za-z0-9])SCW(?=[A-Z]*\d)[A-Z0-9]{17}(?![A-Za-z0-9])/ },
  { kind: "Okta token", pattern: /(?<![A-Za-z0-9])SSWS\s{1,3}00[A-Za-z0-9_-]{38,42}(?![A-Za-z0-9_-])/ },
  { kind: "AWS session token", pattern: /(?<![A-Za-z0-9+/])(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/%]{80,}/ },
  marked("Mapbox secret token", "sk\\.eyJ[A-Za-z0-9_-]{20,200}\\.", 20),
  { kind: "NATS seed", pattern: /(?<![A-Za-z0-9])S[AUONCX][A-Z2-7]{56}(?![A-Za-z0-9])/ },
  { kind: "key of OpenVPN", pattern: /-----BEGIN OpenVPN (?:Static|tls-crypt-v2 (?:client|server)) key/ },
  {
    kind: "PagerDuty integration key",
    pattern: /events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere)\/[A-Za-z0-9]{20,}/
  },
  {
    kind: "Sumo Logic collector",
    pattern: /collection\.[a-z0-9.]{0,20}sumologic\.com\/receiver\/v1\/http\/[A-Za-z0-9_=-]{32,}/
  },
  marked("age key", "AGE-SECRET-KEY-1", 30, "A-Z0-9"),
  { kind: "private key", pattern: /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/ },
  { kind: "private JSON Web Key", pattern: /^(?=[\s\S]*"kty"\s*:)[\s\S]*"(?:d|k)"\s*:\s*"[A-Za-z0-9_-]{16,}"/ },
  { kind: "JSON Web Token", pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{8,}/ },
  {
    kind: "hash of a password",
    pattern: /(?<![A-Za-z0-9])\$(?:2[abxy]?|5|6|y|apr1|argon2(?:id|i|d)|scrypt)\$[^\s:]{16,}/
  }
];

// src/credentials/url.ts
var USER_INFORMATION = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/:@?#'"]{0,256}):([^\s@'"]{1,512})@(?=[^\s@]|$)/gi;
var USER_ALONE = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/:@?#'"]{16,256})@/gi;
var WITHOUT_SCHEME = /(?<![\w/])([\w.-]{1,64}):([^\s@/'"]{1,256})@(?:tcp|unix|udp)\(/g;
var HOST_WITHOUT_SCHEME = /(?<![\w/:.-])(?!(?:mailto|sips?|xmpp|acct|im|tel|owner|contact|email|urn):)([\w.-]{1,64}):(?=[^\s@]*\d)(?=[^\s@]*[A-Za-z])([^\s@/'":]{4,256})@[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=[/:\s]|$)/gi;
var QUERY = /[?&;]([\w.%-]{1,64})=([^&\s#;'"]{1,1024})/g;
function* urlCredentials(text2) {
  for (const match of text2.matchAll(USER_INFORMATION)) {
    const [whole, scheme = "", , password = ""] = match;
    if (isHarmlessPassword(decoded(password)) || /^\d{1,5}(?:\/|$)/.test(password)) continue;
    yield { kind: `address (${scheme.toLowerCase()}) with a password`, ...place(match.index, whole, password, 1) };
  }
  for (const match of [...text2.matchAll(WITHOUT_SCHEME), ...text2.matchAll(HOST_WITHOUT_SCHEME)]) {
    const [whole, , password = ""] = match;
    if (isHarmlessPassword(password)) continue;
    yield { kind: "address with a password", ...place(match.index, whole, password, 1) };
  }
  for (const match of text2.matchAll(USER_ALONE)) {
    const [whole, scheme = "", user = ""] = match;
    if (isHarmlessPassword(decoded(user)) || !/\d/.test(user) || !/[A-Za-z]/.test(user)) continue;
    if (/^[0-9a-f]{32}$/.test(user) && /sentry|ingest|glitchtip/i.test(text2)) continue;
    if (/^[\w.-]+%40/.test(user)) continue;
    yield { kind: `address (${scheme.toLowerCase()}) with a token`, ...place(match.index, whole, user, 1) };
  }
  if (!/:\/\//.test(text2)) return;
  for (const match of text2.matchAll(QUERY)) {
    const [whole, name = "", value = ""] = match;
    const meaning = meaningOf(name);
    if (meaning !== "password" && meaning !== "secret" && !(meaning === "key" && value.length >= 16)) continue;
    if (meaning === "password" ? isHarmlessPassword(decoded(value)) : isHarmlessSecret(decoded(value))) continue;
    yield { kind: `address with the parameter "${name}"`, ...place(match.index, whole, value, 0) };
  }
}
function place(start, whole, part, behind) {
  return { index: start + whole.lastIndexOf(part, whole.length - behind), length: part.length };
}
function decoded(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    return text2;
  }
}

// src/credentials/marked.ts
function* markedCredentials(text2) {
  for (const { kind, pattern } of ISSUERS) {
    const match = pattern.exec(text2);
    if (match) yield { kind, index: match.index, length: match[0].length };
  }
  yield* urlCredentials(text2);
  yield* headerCredentials(text2);
  yield* assignedCredentials(text2);
}
var LONGEST2 = 2e5;
var LONGEST_ARGUMENT = 300;
function hideMarked(text2) {
  let hidden = text2.slice(-LONGEST2);
  for (let round = 0; round < 20; round += 1) {
    const [first2] = [...markedCredentials(hidden)].sort((left, right) => right.length - left.length);
    if (first2 === void 0) return hidden;
    hidden = `${hidden.slice(0, first2.index)}***${hidden.slice(first2.index + first2.length)}`;
  }
  return "***";
}
function shownCommand(command) {
  const secret2 = new Set([...commandCredentials(command)].map(({ part }) => part));
  return command.map((part, index) => {
    if (secret2.has(index)) return "***";
    const shown3 = hideMarked(part);
    return shown3.length > LONGEST_ARGUMENT ? `${shown3.slice(0, LONGEST_ARGUMENT)}\u2026` : shown3;
  }).join(" ");
}

// src/util/file-error.ts
var import_node_path8 = require("node:path");

// src/util/user-error.ts
var import_node_util = require("node:util");
var UserError = class extends ExpectedError {
  #problems;
  /** @param text of the whole, where several problems are told together */
  constructor(problem, text2) {
    const problems = [problem].flat();
    super(text2 ?? problems.map(problemText).join("\n"));
    this.name = new.target.name;
    this.#problems = problems;
    this.stack = this.message;
  }
  /** The first problem; most errors have one. */
  get problem() {
    return this.#problems[0];
  }
  get problems() {
    return this.#problems;
  }
  [import_node_util.inspect.custom]() {
    return this.message;
  }
};
function problemText({ subject, value, cause, output, remedy, pitfall }) {
  const what = value === void 0 ? subject : `${subject} ${shown2(value)}`;
  const why = `${what}: ${cause}${pitfall === void 0 ? "" : ` (${pitfall})`}`;
  if (output !== void 0 && output !== "") return `${why}
${output}${remedy === void 0 ? "" : `
${remedy}`}`;
  return [sentence(why), ...remedy === void 0 ? [] : [sentence(remedy)]].join(" ");
}
function shown2(value) {
  return typeof value === "string" && /^[\w./@:+-]+$/.test(value) ? value : JSON.stringify(value);
}
function sentence(text2) {
  return /[.!?:…]$|\n$/.test(text2) ? text2 : `${text2}.`;
}

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
function fileProblem(error, directory) {
  const { code: code2 = "", path, dest } = Object(error);
  const [cause, remedy] = CAUSES[code2] ?? [];
  const file = (dest ?? path)?.replace(TEMPORARY, "");
  if (cause === void 0) return void 0;
  if (file === void 0)
    return { subject: "a file cannot be written", cause: `${cause} (${code2})`, remedy: `${remedy}.` };
  const inside = (0, import_node_path8.relative)(directory, file);
  return {
    subject: inside === "" || inside.startsWith("..") ? file : inside,
    cause: `${cause} (${code2})`,
    remedy: `${remedy}.`
  };
}

// src/cli/failure.ts
var ERROR_FORMATS = ["text", "json", "github"];
function tellingOf(args2, env) {
  const at = args2.findIndex((arg) => /^--error-format(=|$)/.test(arg));
  const asked = at < 0 ? void 0 : args2[at].split("=")[1] ?? args2[at + 1];
  const format = ERROR_FORMATS.find((known2) => known2 === asked);
  return {
    format: format ?? (env.GITHUB_ACTIONS === "true" ? "github" : "text"),
    debug: args2.includes("--debug") || env.RUNNER_DEBUG === "1"
  };
}
function tellFailure(error, { format, debug }) {
  const problems = problemsOf(error);
  if (format === "json") {
    const stack = debug ? unexpectedStack(error) : void 0;
    return `${JSON.stringify({ problems: problems.map(asJson), stack })}
`;
  }
  const text2 = failureText(error, debug);
  return format === "github" ? `error: ${text2}
${problems.map(annotation).join("")}` : `error: ${text2}
`;
}
function failureText(error, debug) {
  const stack = debug ? unexpectedStack(error) : void 0;
  const text2 = error instanceof ExpectedError ? error.message : problemsOf(error).map(problemText).join("\n");
  return stack === void 0 ? text2 : `${text2}
${stack}`;
}
function problemsOf(error) {
  if (error instanceof UserError) return error.problems;
  if (error instanceof ExpectedError) return [{ subject: "udp-service", cause: error.message }];
  return [inputProblem(error) ?? unexpectedProblem(error)];
}
function inputProblem(error) {
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return {
      subject: "an input",
      cause: "refers to itself without an end, or nests too deep to be followed",
      remedy: "Correct it, then run this again"
    };
  }
  return fileProblem(error, process.cwd());
}
function unexpectedProblem(error) {
  const [first2 = ""] = String(error).split("\n");
  return {
    subject: "udp-service",
    cause: `ended by an error of its own (${hideMarked(first2).slice(0, 300)})`,
    remedy: "Run it again with --debug, and report what it shows"
  };
}
function unexpectedStack(error) {
  const isExpected = error instanceof ExpectedError || inputProblem(error) !== void 0;
  if (isExpected || !(error instanceof Error) || error.stack === void 0) return void 0;
  return hideMarked(error.stack);
}
function asJson({ subject, value, cause, output, remedy, pitfall }) {
  return { subject, value, cause, output, remedy, pitfall };
}
function annotation(problem) {
  const escaped = (text2) => text2.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const title = escaped(problem.subject).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::error title=${title}::${escaped(problemText(problem))}
`;
}

// src/cli/deployments/operations.ts
var import_node_fs13 = require("node:fs");
var import_node_os2 = require("node:os");
var import_node_path13 = require("node:path");

// src/util/process.ts
var import_node_child_process = require("node:child_process");
var import_node_fs8 = require("node:fs");

// src/util/process-error.ts
var TAIL = 3e3;
var NOTHING = { stdout: "", stderr: "", output: "" };
var ProcessError = class extends UserError {
  constructor(command, ending, wording, printed = NOTHING) {
    const problem = problemOf(command, ending, wording, printed);
    super(problem, problem.remedy === void 0 ? `${problem.subject}: ${problem.cause}` : void 0);
    this.command = command;
    this.ending = ending;
    this.#printed = printed;
  }
  command;
  ending;
  /** What the program printed, for callers that know what it means. */
  #printed;
  get stdout() {
    return this.#printed.stdout;
  }
  get stderr() {
    return this.#printed.stderr;
  }
  /** Both streams. */
  get output() {
    return this.#printed.output;
  }
  /** Whether there is no such program. */
  get isMissing() {
    return isMissing(this.ending);
  }
  /** The code of a program that ended by itself. */
  get exitCode() {
    return this.ending.kind === "exit" ? this.ending.code ?? void 0 : void 0;
  }
};
function problemOf(command, ending, wording, { stderr, output }) {
  const { purpose, remedy = REMEDIES[ending.kind], tail = TAIL } = wording;
  const what = causeOf(command, ending, wording);
  const cause = purpose === void 0 ? what : `${command} ${what}`;
  const subject = purpose ?? wording.subject ?? command;
  if (isMissing(ending)) return { subject, cause: what, remedy: wording.install ?? remedy };
  if (ending.kind === "start") return { subject, cause, remedy };
  if (tail === "seen") return { subject, cause, remedy: wording.remedy ?? "Its message stands above." };
  if (tail === "line") {
    const last = ending.kind === "exit" ? hideMarked(stderr.trim().split("\n").pop() ?? "") : "";
    return last === "" ? { subject, cause, remedy } : { subject, cause: last, remedy: wording.remedy };
  }
  return { subject, cause, output: hideMarked(output.slice(-tail).trim()), remedy };
}
function isMissing(ending) {
  return ending.kind === "start" && ending.error.code === "ENOENT" && ending.missingFolder === void 0;
}
function causeOf(command, ending, { title }) {
  switch (ending.kind) {
    case "start": {
      if (ending.missingFolder !== void 0) return `the folder ${ending.missingFolder} is not there`;
      const program = title ?? `the program '${command.split(" ", 1)[0]}'`;
      return isMissing(ending) ? `${program} is not installed` : `could not be started (${ending.error.message})`;
    }
    case "time":
      return `took longer than ${Math.round(ending.timeout / 1e3)} seconds`;
    case "output":
      return `printed more than ${Math.round(ending.maxOutput / 1024 / 1024)} MiB`;
    case "interrupted":
      return "was interrupted";
    case "signal":
      return `was ended by ${ending.by}`;
    case "exit":
      return `ended with code ${ending.code}`;
  }
}
var REMEDIES = {
  start: "Install it, and see that it can be run here",
  time: "Run it again, and see what it waits for",
  output: "Run it by hand, and see what it prints",
  interrupted: "Run it again",
  signal: "See who ended it (a machine without memory does), then run it again",
  exit: "Run it by hand, and see what it says"
};

// src/util/process.ts
var MAX_OUTPUT = 256 * 1024 * 1024;
function runProcess(command, options = {}) {
  const [program, ...args2] = command;
  const { cwd, env = process.env, input, timeout, maxOutput = MAX_OUTPUT, signal, show, asks, showsErrors } = options;
  return new Promise((resolve3, reject) => {
    const child = (0, import_node_child_process.spawn)(program, args2, {
      cwd,
      env,
      // what is interrupted here is a group: package managers and the CDK start programs that must not outlive them
      detached: signal !== void 0,
      stdio: [asks ? "inherit" : input === void 0 ? "ignore" : "pipe", "pipe", showsErrors ? "inherit" : "pipe"]
    });
    const printed = { stdout: [], stderr: [], output: [] };
    const text2 = (name) => Buffer.concat(printed[name]).toString();
    let bytes = 0;
    let ended;
    const end = (why) => {
      ended ??= why;
      kill(child, signal !== void 0, "SIGKILL");
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const abort = () => end({ kind: "interrupted" });
    const timer = timeout === void 0 ? void 0 : setTimeout(() => end({ kind: "time", timeout }), timeout);
    const settle = (ending) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      if (ending.kind === "exit" && ending.code === 0) resolve3({ stdout: text2("stdout"), output: text2("output") });
      else {
        const parts = { stdout: text2("stdout"), stderr: text2("stderr"), output: text2("output") };
        reject(new ProcessError(shownCommand(command), ending, options, parts));
      }
    };
    for (const name of ["stdout", "stderr"]) {
      child[name]?.on("data", (chunk) => {
        bytes += chunk.length;
        if (bytes > maxOutput) {
          end({ kind: "output", maxOutput });
          return;
        }
        printed[name].push(chunk);
        printed.output.push(chunk);
        show?.(chunk.toString());
      });
    }
    child.stdin?.on("error", () => void 0);
    child.stdin?.end(input);
    signal?.addEventListener("abort", abort, { once: true });
    child.on("error", (error) => settle(notStarted(error, cwd)));
    child.on("close", (code2, by) => settle(ended ?? (by === null ? { kind: "exit", code: code2 } : { kind: "signal", by })));
    if (signal?.aborted) abort();
  });
}
function notStarted(error, cwd) {
  return { kind: "start", error, ...cwd !== void 0 && !(0, import_node_fs8.existsSync)(cwd) && { missingFolder: cwd } };
}
function kill(child, group, signal) {
  if (child.pid === void 0) return;
  if (!group) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

// src/clients/github/attestations.ts
var LIMIT = "1000";
var PROVENANCE = "https://slsa.dev/provenance/v1";
function verifyCommand(host, file, { repository, workflow, commit }) {
  return [
    ...["attestation", "verify", file, "--hostname", host, "--repo", repository],
    ...["--signer-workflow", `${host}/${repository}/${workflow}`, "--source-digest", commit],
    ...["--predicate-type", PROVENANCE, "--limit", LIMIT, "--format", "json"]
  ];
}
function attestationOf(host, origin, answer) {
  const { repository, workflow, commit, run } = origin;
  const address = `https://${host}/${repository}`;
  for (const certificate of certificatesIn(answer)) {
    const { buildSignerURI: signer, sourceRepositoryURI: source, sourceRepositoryDigest: digest } = certificate;
    const attempt = attemptOf(certificate.runInvocationURI, `${address}/actions/runs/${run}/attempts/`);
    const isOurs = startsWith(signer, `${address}/${workflow}@`) && startsWith(source, address) && source.length === address.length;
    if (isOurs && digest === commit && attempt !== void 0) return { signer, attempt };
  }
  return void 0;
}
function verificationFailure(errors, code2) {
  const unknown = /^unknown (?:flag|command|shorthand).*/m.exec(errors)?.[0];
  if (unknown !== void 0) return `gh attestation verify: ${unknown}. Install the current GitHub CLI`;
  return `gh attestation verify: ${errors.trim().split("\n").pop() || `ended with ${code2}`}`;
}
function certificatesIn(answer) {
  if (answer.trim() === "") return [];
  let results;
  try {
    results = JSON.parse(answer);
  } catch {
    results = void 0;
  }
  if (!Array.isArray(results)) {
    throw new ExpectedError("gh attestation verify: its answer is no list. Install the current GitHub CLI.");
  }
  return results.map((result) => {
    const certificate = member(member(member(result, "verificationResult"), "signature"), "certificate");
    const names = ["buildSignerURI", "sourceRepositoryURI", "sourceRepositoryDigest", "runInvocationURI"];
    return Object.fromEntries(names.map((name) => [name, String(member(certificate, name) ?? "")]));
  });
}
function member(value, name) {
  return typeof value === "object" && value !== null ? value[name] : void 0;
}
function startsWith(text2, beginning) {
  return text2.slice(0, beginning.length).toLowerCase() === beginning.toLowerCase();
}
function attemptOf(invocation, beginning) {
  if (!startsWith(invocation, beginning)) return void 0;
  const number2 = invocation.slice(beginning.length);
  return /^[1-9]\d*$/.test(number2) ? Number(number2) : void 0;
}

// src/clients/github/cli.ts
var TIMEOUT_MS = 3e4;
var DOWNLOAD_TIMEOUT_MS = 6e5;
var ATTESTATION_TIMEOUT_MS = 12e4;
var WORDING = {
  title: "the GitHub CLI",
  install: "Install it (https://cli.github.com/), then log in with `gh auth login`.",
  tail: "line"
};
var QUIET = { GH_PROMPT_DISABLED: "1" };
function ghCommand(...args2) {
  return ["gh", ...args2];
}
function githubCli(host, env = process.env) {
  const run = async (args2, input = "", timeout = TIMEOUT_MS) => {
    const options = { ...WORDING, env: { ...env, ...QUIET }, input, timeout };
    return (await runProcess(ghCommand(...args2), options)).stdout;
  };
  const api = (path, args2, input) => run(["api", "--hostname", host, ...args2, path], input);
  return {
    get: async (path) => {
      try {
        return JSON.parse(await api(path, []));
      } catch (error) {
        if (isHttpError(error, 404)) return void 0;
        throw error;
      }
    },
    send: async (method, path, body) => {
      const input = body === void 0 ? [] : ["--input", "-"];
      await api(path, ["--method", method, ...input, "--silent"], body === void 0 ? "" : JSON.stringify(body));
    },
    download: async (repository, id, artifact, directory) => {
      const of = ["--repo", `${host}/${repository}`, "--name", artifact, "--dir", directory];
      await run(["run", "download", String(id), ...of], "", DOWNLOAD_TIMEOUT_MS);
    },
    attestation: async (file, origin) => {
      try {
        const answer = await run(verifyCommand(host, file, origin), "", ATTESTATION_TIMEOUT_MS);
        return attestationOf(host, origin, answer) ?? "those that it has are of other runs or workflows";
      } catch (error) {
        if (!(error instanceof ProcessError) || error.ending.kind !== "exit") throw error;
        return verificationFailure(error.stderr, error.ending.code);
      }
    }
  };
}
function isHttpError(error, status) {
  return error instanceof ProcessError && new RegExp(`\\bHTTP ${status}\\b`).test(error.stderr);
}

// src/clients/github/workflow.ts
var import_node_fs9 = require("node:fs");
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
  const append = (file, text2) => file && (0, import_node_fs9.appendFileSync)(file, text2);
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
function runPrefix(service, stage, run) {
  return `${prefixOf(service, stage)}runs/${run}-`;
}
function recordKey({ service, stage, run, attempt }) {
  return `${runPrefix(service, stage, run)}${attempt}.json`;
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
    throw new UserError({
      subject: `${store.place}/${key}`,
      cause: `does not tell what was deployed to ${stage} last: ${error.message}`,
      remedy: "Somebody else wrote it. Find out who (AWS CloudTrail, versions of the object), restore the version before it, or delete it; then GitHub is asked."
    });
  }
}
async function lastOfApi(history, sentences) {
  sentences.push(
    `${history.stage}: nothing is recorded in its account yet, so GitHub is asked what was deployed last; deployments of workstations are not known there.`
  );
  for await (const { run, workflow } of history.changes()) {
    if (workflow === "rollback") {
      sentences.push(`Run ${run.id} was a rollback; GitHub does not tell to which commit.`);
      continue;
    }
    return { commit: run.head_sha, run: run.id, mainCommit: run.head_sha };
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
    throw new UserError({
      subject: `stage ${stage}`,
      cause: `commit ${short(commit)} is not deployed over commit ${short(last.commit)}, which run ${last.run} deployed last: ${order.cause}`,
      remedy: `To go back, use the workflow rollback. To go on, run the workflow deploy for the newest commit of ${history.branch}.`
    });
  }
  const follows = `${stage}: commit ${short(commit)} follows commit ${short(last.commit)}, which run ${last.run} deployed last.`;
  return [order.note ?? follows];
}

// src/delivery/deployments/finish.ts
var import_node_fs10 = require("node:fs");
async function recordDeployment(finished) {
  const { service, stage, context, store, tar, image, commit, back, now } = finished;
  if (!(0, import_node_fs10.existsSync)(tar)) {
    throw new UserError({
      subject: tar,
      cause: `is not there, so what was deployed to ${stage} cannot be recorded`,
      remedy: "Name the tar of the assembly."
    });
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
function attestJobNameOf(stage) {
  return `Attest ${stage}`;
}
var DEPLOY_STEP = "Deploy";
var KEEP_STEP = "Keep what was deployed";
var ASSEMBLY_ARTIFACT2 = "assembly";

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
  jobs(run) {
    return this.pages(`actions/runs/${run}/jobs?filter=all`, "jobs");
  }
  /** Artifacts of a name, of every run. */
  artifacts(name) {
    return this.pages(`actions/artifacts?name=${encodeURIComponent(name)}`, "artifacts");
  }
  /** Artifacts of a run. */
  artifactsOf(run) {
    return this.pages(`actions/runs/${run}/artifacts`, "artifacts");
  }
  download(run, artifact, directory) {
    return this.github.download(this.name, run, artifact, directory);
  }
  /** The attestation of a file that a run made, or why there is none that is valid. */
  attestation(file, origin) {
    return this.github.attestation(file, { repository: this.name, ...origin });
  }
  async compare(basehead) {
    const answer = await this.github.get(`repos/${this.name}/compare/${basehead}?per_page=1`);
    return answer?.status ?? "unknown";
  }
  async *pages(path, member2) {
    const start = `repos/${this.name}/${path}${path.includes("?") ? "&" : "?"}per_page=${PAGE}`;
    let seen = 0;
    for (let page = 1; ; page++) {
      const answer = await this.github.get(`${start}&page=${page}`);
      const items = answer?.[member2] ?? [];
      yield* items;
      seen += items.length;
      const total = answer?.total_count;
      const isLast = typeof total === "number" ? seen >= total : items.length < PAGE;
      if (items.length === 0 || isLast) return;
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
  /** @throws UserError where the repository or its default branch cannot be read */
  static async open(github, repository, stage) {
    const api = new RepositoryApi(github, repository);
    const known2 = await api.repository();
    const head = known2 && await api.head(known2.default_branch);
    if (known2 === void 0 || head === void 0) {
      throw new UserError({
        subject: repository,
        cause: `${known2 === void 0 ? "the repository" : `its branch ${known2.default_branch}`} cannot be read`,
        remedy: "Check the name and the permissions of the token ('contents: read' and 'actions: read')."
      });
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
    const runs = [...new Set(artifacts.flatMap(({ workflow_run: run }) => run?.id ?? []))];
    for (const run of runs) {
      const found = await this.ofRun(run);
      if (typeof found !== "string") yield found;
    }
  }
  /** The kept deployment of a run, or why it has none that may be brought back. */
  async ofRun(id) {
    const run = await this.api.run(id);
    if (run === void 0) return "the repository has no such run";
    const workflow = await this.workflowOf(run);
    if (!isWorkflow(workflow)) return workflow;
    const job = await this.successOf(id, workflow);
    if (job === void 0) return `no job '${jobNameOf(workflow, this.stage)}' of it ended well`;
    const artifact = await this.artifactOf(id);
    if (artifact === void 0) return `its artifact ${artifactOf(this.stage)} is not there any more`;
    return {
      run: id,
      workflow,
      commit: run.head_sha,
      deployedAt: job.completed_at ?? artifact.created_at,
      keptUntil: artifact.expires_at,
      actor: run.actor?.login ?? "unknown"
    };
  }
  /** Jobs that changed the stage, of the newest runs first. */
  async *changes() {
    for await (const { run, workflow } of this.runs()) {
      const reason = await this.workflowOf(run);
      if (!isWorkflow(reason)) continue;
      const jobs = await this.jobsOf(run.id, workflow);
      const job = jobs.find((one) => hasPassed(one, DEPLOY_STEP));
      if (job !== void 0) yield { run, workflow, job };
    }
  }
  /** The workflow of ours that a run is of, or why it is none that may have deployed. */
  async workflowOf(run) {
    const path = run.path.replace(/@.*$/, "");
    const workflow = DEPLOYING_WORKFLOWS.find((one) => workflowFile(one) === path);
    if (workflow === void 0) return `it ran ${path}, which deploys nothing`;
    if (run.repository?.id !== this.repositoryId || run.head_repository?.id !== this.repositoryId) {
      return "its code is of another repository";
    }
    if (!EVENTS.includes(run.event)) return `it was started by ${run.event}`;
    if (!await this.isOnBranch(run.head_sha)) {
      return `its commit ${run.head_sha.slice(0, 7)} is no part of the branch ${this.branch}`;
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
  async successOf(run, workflow) {
    return (await this.jobsOf(run, workflow)).find((job) => job.conclusion === "success" && hasPassed(job, KEEP_STEP));
  }
  /** The jobs of the stage in a run, the last attempt first. */
  async jobsOf(run, workflow) {
    const name = jobNameOf(workflow, this.stage);
    const jobs = [];
    for await (const job of this.api.jobs(run)) if (job.name === name) jobs.push(job);
    return jobs.sort((a, b) => (b.run_attempt ?? 1) - (a.run_attempt ?? 1));
  }
  async artifactOf(run) {
    for await (const artifact of this.api.artifactsOf(run)) {
      if (artifact.name === artifactOf(this.stage) && !artifact.expired) return artifact;
    }
    return void 0;
  }
  /** Sorts out what needs no further question. */
  mayBeOurs({ name, expired, workflow_run: run }) {
    if (name !== artifactOf(this.stage) || expired || !run) return false;
    return [run.repository_id, run.head_repository_id].every((id) => id === void 0 || id === this.repositoryId);
  }
};
function isWorkflow(answer) {
  return DEPLOYING_WORKFLOWS.some((workflow) => workflow === answer);
}
function hasPassed({ steps = [] }, step) {
  return steps.some(({ name, conclusion }) => name === step && conclusion === "success");
}

// src/delivery/deployments/image.ts
var import_node_path9 = require("node:path");

// src/delivery/template.ts
function resourcesOf(template, type) {
  return Object.entries(template.Resources).flatMap(
    ([id, resource]) => isObject(resource) && resource.Type === type ? [[id, isObject(resource.Properties) ? resource.Properties : {}]] : []
  );
}
function containersOf(template) {
  return resourcesOf(template, "AWS::ECS::TaskDefinition").flatMap(([, { ContainerDefinitions, RuntimePlatform }]) => {
    const cpu = isObject(RuntimePlatform) ? RuntimePlatform.CpuArchitecture : void 0;
    const architecture = cpu === "ARM64" ? "arm64" : "amd64";
    return asList(ContainerDefinitions).filter(isObject).map((definition) => ({ ...containerOf(definition), architecture }));
  });
}
function containerOf({ Name, Image, Environment, Secrets }) {
  const variables = asList(Environment).filter(isObject);
  return {
    name: String(Name),
    image: render(Image),
    environment: Object.fromEntries(variables.map((one) => [String(one.Name), render(one.Value)])),
    secrets: asList(Secrets).filter(isObject).map(({ ValueFrom }) => render(ValueFrom))
  };
}

// src/delivery/deployments/image.ts
function imageOf(assembly, { name, application }) {
  const template = templateAt((0, import_node_path9.join)(assembly, `${name}-service.template.json`));
  const container = containersOf(template).find((one) => one.name === application.containerName);
  return container?.image.slice(0, 500) || "not known";
}
function templateAt(file) {
  try {
    return readJsonTemplate(file);
  } catch (error) {
    if (error instanceof ExpectedError) return { Resources: {} };
    throw error;
  }
}

// src/delivery/deployments/run-context.ts
function runContext(env) {
  const { GITHUB_SHA: commit = "", GITHUB_EVENT_NAME: event = "", GITHUB_ACTOR: actor = "unknown" } = env;
  const [run, attempt] = [env.GITHUB_RUN_ID, env.GITHUB_RUN_ATTEMPT].map(Number);
  if (!COMMIT.test(commit) || !(run > 0) || !(attempt > 0)) {
    throw new UserError({
      subject: "GITHUB_SHA, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT",
      cause: "this is no run of a workflow, and only those are recorded",
      remedy: "Deployments of a workstation are not."
    });
  }
  return { commit, run, attempt, event, actor };
}

// src/delivery/deployments/store.ts
var import_node_fs11 = require("node:fs");
var import_node_os = require("node:os");
var import_node_path10 = require("node:path");

// src/clients/aws/cli.ts
var TIMEOUT_MS2 = 3e4;
var MAX_ANSWER_BYTES = 32 * 1024 * 1024;
var WORDING2 = {
  title: "the AWS CLI",
  install: "Install it (https://aws.amazon.com/cli/)",
  tail: "line"
};
function awsCli(region, env = process.env) {
  const common = ["--output", "json", ...region === void 0 ? [] : ["--region", region]];
  return async (service, operation, ...options) => {
    const purpose = `aws ${service} ${operation}`;
    const { stdout } = await runProcess(["aws", service, operation, ...options, ...common], {
      ...WORDING2,
      subject: purpose,
      env: { ...env, AWS_PAGER: "" },
      timeout: TIMEOUT_MS2,
      maxOutput: MAX_ANSWER_BYTES
    });
    try {
      return JSON.parse(stdout || "{}");
    } catch {
      throw new UserError({
        subject: purpose,
        cause: `the answer is not JSON (${JSON.stringify(stdout.slice(0, 80))})`,
        remedy: "See that 'aws' is the AWS CLI, version 2"
      });
    }
  };
}
function awsErrorCode(error) {
  return error instanceof ProcessError ? /An error occurred \((\w[\w.]*)\)/.exec(error.stderr)?.[1] : void 0;
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
function filePublishingRoleArn(place3) {
  return roleArn(place3, "file-publishing");
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
    throw new UserError({
      subject: `stage ${name}`,
      cause: `has no ${account === void 0 ? "account" : "region"}, so no workflow has deployed it and nothing is recorded`,
      remedy: "Add it to the stage"
    });
  }
  const place3 = { account, region, bootstrapQualifier };
  const role = filePublishingRoleArn(place3);
  let credentials;
  try {
    credentials = await assumeRole(connect(region, env), role, SESSION);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError({
      subject: `stage ${name}`,
      cause: `the records of its deployments cannot be reached, because the role ${role} cannot be assumed (${error.message})`,
      remedy: "Use credentials of the deploy role of the stage: it may assume the roles of the bootstrap stack."
    });
  }
  return bucketStore(connect(region, { ...env, ...credentials }), assetsBucket(place3), account);
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
        if (ABSENT.includes(awsErrorCode(error) ?? "")) return void 0;
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
  const folder = (0, import_node_fs11.mkdtempSync)((0, import_node_path10.join)((0, import_node_os.tmpdir)(), "udp-service-record-"));
  try {
    return await work((0, import_node_path10.join)(folder, "record.json"));
  } finally {
    (0, import_node_fs11.rmSync)(folder, { recursive: true, force: true });
  }
}

// src/delivery/deployments/proof.ts
async function recordsOf(store, service, stage, run) {
  const records = [];
  const refused = [];
  for (const key of await store.list(runPrefix(service, stage, run))) {
    try {
      const record2 = readDeployment(await store.get(key) ?? "", service, stage);
      if (record2.run !== run) throw new NoRecord(`it is of run ${record2.run}`);
      records.push(record2);
    } catch (error) {
      if (!(error instanceof NoRecord)) throw error;
      refused.push(`${store.place}/${key}: ${error.message}`);
    }
  }
  return { records: records.sort((a, b) => b.attempt - a.attempt), refused };
}
async function prove(store, of, digest) {
  const { service, stage, run } = of;
  const { records, refused } = await recordsOf(store, service, stage, run);
  const proof = records.find((record2) => record2.digest === digest);
  if (proof !== void 0) return proof;
  const place3 = `${store.place}/${runPrefix(service, stage, run)}*`;
  const found = records.map((record2) => `${record2.digest} (attempt ${record2.attempt})`).join(", ");
  const cause = records.length > 0 ? `its artifact has the SHA-256 ${digest}, and recorded is ${found}: the artifact was exchanged, or a later attempt did not end well` : `nothing is recorded of it at ${place3}${refused.length > 0 ? ` that can be used (${refused.join("; ")})` : ""}`;
  throw new UserError({
    subject: `stage ${stage}`,
    cause: `run ${run} cannot be brought back: ${cause}`,
    remedy: "Name another deployment by its run, or revert the commit and let the workflow deploy."
  });
}

// src/delivery/rollback/attestation.ts
async function requireAttestation({ api, stage }, { run, workflow, commit }, tar) {
  const of = { workflow: workflowFile(workflow), commit, run };
  const answer = await api.attestation(tar.file, of);
  if (typeof answer !== "string") return answer;
  throw new ExpectedError(
    `stage ${stage}: run ${run} cannot be brought back: its tar (SHA-256 ${tar.digest}) has no valid build attestation of ${of.workflow} at commit ${commit.slice(0, 7)} (${answer}). Where the job '${attestJobNameOf(stage)}' of that run failed, run it again. Deployments that were kept before workflows.attestations was on have none: name a later one by its run, or turn workflows.attestations off, and the record in the account alone proves what is brought back.`
  );
}

// src/delivery/rollback/kept-assembly.ts
var import_node_crypto2 = require("node:crypto");
var import_node_fs12 = require("node:fs");
var import_node_path11 = require("node:path");

// src/service/stacks.ts
var STACK_PARTS = ["network", "addresses", "service"];

// src/delivery/rollback/kept-assembly.ts
async function downloadTar(api, run, artifact, scratch) {
  const folder = (0, import_node_fs12.mkdtempSync)((0, import_node_path11.join)(scratch, "run-"));
  await api.download(run, artifact, folder);
  const file = (0, import_node_path11.join)(folder, KEPT_TAR);
  if (!(0, import_node_fs12.existsSync)(file) || !(0, import_node_fs12.lstatSync)(file).isFile()) {
    throw new UserError({
      subject: `run ${run}`,
      cause: `its artifact ${artifact} holds no ${KEPT_TAR}`,
      remedy: "Name another run."
    });
  }
  return { run, file, digest: await digestOf(file) };
}
async function unpack({ file, run }) {
  const directory = (0, import_node_path11.join)(file, "..", KEPT_FOLDER);
  try {
    await unpackAssembly(file, directory);
    requireSafeAssembly(directory);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    throw new UserError({ subject: `run ${run}`, cause: `${error.message} Name another run` });
  }
  return directory;
}
function claimedCommit(directory) {
  const file = (0, import_node_path11.join)(directory, RECORD);
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
  const { artifacts } = readManifest(directory);
  for (const id of STACK_PARTS.map((part) => `${stage}-${part}`)) {
    const file = artifacts.find((artifact) => artifact.id === id)?.properties.templateFile;
    if (typeof file !== "string" || (0, import_node_path11.basename)(file) !== file) continue;
    hash.update(`${id}
${JSON.stringify(readJsonTemplate((0, import_node_path11.join)(directory, file)), withoutToolkitParts)}
`);
  }
  return hash.digest("hex");
}
function place2({ file }, directory, output) {
  (0, import_node_fs12.rmSync)(output, { recursive: true, force: true });
  (0, import_node_fs12.cpSync)(directory, output, { recursive: true, verbatimSymlinks: true });
  (0, import_node_fs12.cpSync)(file, `${output}.tgz`);
}
function withoutToolkitParts(key, value) {
  return key === "CDKMetadata" || key === "Metadata" ? void 0 : value;
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
  const reasons = passedOver.map(({ run, reason }) => `run ${run}: ${reason}`).join("; ");
  throw new UserError({
    subject: `stage ${history.stage}`,
    cause: "no kept deployment differs from what runs and may be brought back, so there is nothing to go back to",
    remedy: `${known(kept)}${reasons && ` ${reasons}.`}`
  });
}
async function ofRun(search, run) {
  const found = await search.history.ofRun(run);
  if (typeof found === "string") {
    throw new UserError({
      subject: `stage ${search.history.stage}`,
      cause: `run ${run} cannot be brought back: ${found}`,
      remedy: "Name another deployment of the stage."
    });
  }
  return { ...await open2(search, found), passedOver: [] };
}
async function ofCommit(search, wanted, kept) {
  const { history, store } = search;
  const deployed = history.kept((commit) => commit.startsWith(wanted));
  for await (const deployment of deployed) {
    if (deployment.workflow === "deploy") return { ...await open2(search, deployment), passedOver: [] };
  }
  if (store !== void 0) {
    for await (const deployment of history.kept()) {
      if (deployment.workflow !== "rollback") continue;
      const opened = await open2(search, deployment);
      if (opened.commit.startsWith(wanted)) return { ...opened, passedOver: [] };
    }
  }
  throw new UserError({
    subject: `stage ${history.stage}`,
    cause: `no deployment of ${wanted} is kept`,
    remedy: `${known(kept)} Name one of them by its run, or revert the commit and let the workflow deploy.`
  });
}
async function open2(search, deployment) {
  const { history, service, store, attested, scratch } = search;
  const { run, workflow } = deployment;
  const tar = await downloadTar(history.api, run, artifactOf(history.stage), scratch);
  const record2 = store && await prove(store, { service, stage: history.stage, run }, tar.digest);
  const attestation = attested ? await requireAttestation(history, deployment, tar) : void 0;
  const directory = await unpack(tar);
  const told = record2?.commit ?? (workflow === "deploy" ? deployment.commit : claimedCommit(directory));
  if (told === void 0 || workflow === "deploy" && told !== deployment.commit) {
    throw new UserError({
      subject: `run ${run}`,
      cause: `${told === void 0 ? "its assembly does not say which commit it is of" : `it is of commit ${deployment.commit}, and its record is of ${told}`}`,
      remedy: "Name another run."
    });
  }
  if (!await history.isOnBranch(told)) {
    throw new UserError({
      subject: `run ${run}`,
      cause: `the commit ${told} that it deployed is no part of the branch ${history.branch}`,
      remedy: "Name another run."
    });
  }
  return { deployment, commit: told, details: await history.api.commit(told), record: record2, attestation, tar, directory };
}
async function differsFromLast(history, scratch) {
  const always = { differs: () => Promise.resolve(true) };
  const next = await history.changes().next();
  if (next.done === true) return always;
  const { run, workflow, job } = next.value;
  const isKept = job.steps?.some(({ name, conclusion }) => name === KEEP_STEP && conclusion === "success") === true;
  if (!isKept && workflow === "rollback") return always;
  try {
    const artifact = isKept ? artifactOf(history.stage) : ASSEMBLY_ARTIFACT2;
    const tar = await downloadTar(history.api, run.id, artifact, scratch);
    const last = templatesDigest(await unpack(tar), history.stage);
    return {
      run: run.id,
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
  const runs = kept.map(({ run, commit }) => `${run} (${commit.slice(0, 7)})`);
  return runs.length > 0 ? `Kept are those of the runs ${runs.join(", ")}.` : "None is kept.";
}

// src/util/markdown.ts
function plain(text2) {
  return text2.replace(/\s+/g, " ").replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]).replace(/[\\`*_[\]|~@#]/g, (sign) => sign === "@" ? "@\u200B" : `\\${sign}`);
}
function code(text2) {
  return `\`${text2.replace(/\s+/g, " ").replaceAll("`", "'")}\``;
}
function cell(text2) {
  return text2.replace(/(?<!\\)\|/g, "\\|");
}
function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

// src/delivery/rollback/report.ts
function listing(kept, now) {
  if (kept.length === 0) return "No deployment is kept.";
  return kept.map(({ deployment, details }) => {
    const { run, commit, deployedAt, keptUntil, workflow } = deployment;
    const of = workflow === "deploy" ? `commit ${commit.slice(0, 7)}` : "a rollback";
    const by = details === void 0 ? "" : `, ${quoted(details.subject)} by ${oneLine(details.author)}`;
    return `run ${run}: ${of}${workflow === "deploy" ? by : ""}, deployed ${deployedAt} (${ageOf(deployedAt, now)}), kept until ${keptUntil}`;
  }).join("\n");
}
function listingMarkdown(stage, kept, now) {
  const rows = kept.map(({ deployment: { run, commit, deployedAt, keptUntil, workflow }, details }) => [
    String(run),
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
  const { deployment, commit, details, record: record2, attestation, tar, passedOver } = choice;
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
    ...attestation === void 0 ? [] : [["attestation", `verified: by ${attestation.signer}, attempt ${attestation.attempt}`]],
    ...passedOver.map(({ run, reason }) => [`not run ${run}`, reason])
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
var import_node_path12 = require("node:path");
var DEFINITION = "src/service.ts";
function readDefinition(directory) {
  const remedy = "Run this in the repository of a service, after a build.";
  let text2;
  try {
    text2 = readText((0, import_node_path12.join)(directory, DEFINITION));
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
function searchOf({ service: { name, attestations } }, history, scratch) {
  return { history, service: name, attested: attestations === true, scratch };
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
  const { workflow, write } = setting;
  const history = await historyOf(setting);
  await inScratch(async (scratch) => {
    const kept = await list(setting, history);
    const { run, differs } = await differsFromLast(history, scratch);
    write(
      run === void 0 ? "What runs is not known here, so the newest kept deployment is chosen where none is named.\n" : `What runs is taken to be what run ${run} deployed.
`
    );
    const choice = await choose({ ...searchOf(setting, history, scratch), wanted, differs }, kept);
    tell(setting, choice);
    workflow.output("run", String(choice.deployment.run));
    workflow.output("commit", choice.commit);
    workflow.output("digest", choice.tar.digest);
  });
}
async function fetchShown(setting, shown3, output) {
  const { stage, env, workflow } = setting;
  checkShown(shown3);
  const history = await historyOf(setting);
  const store = await openStore(stage, env);
  await inScratch(async (scratch) => {
    const search = { ...searchOf(setting, history, scratch), store, differs: () => Promise.resolve(true) };
    const choice = await ofRun(search, Number(shown3.run));
    for (const [what, before, after2] of [
      ["commit", shown3.commit, choice.commit],
      ["SHA-256", shown3.digest, choice.tar.digest]
    ]) {
      if (before !== after2) {
        throw new UsageError(
          `stage ${stage.name}: run ${shown3.run} is not what was shown before the approval: its ${what} was ${before}, and is ${after2}. Start the workflow rollback again.`
        );
      }
    }
    tell(setting, choice);
    place2(choice.tar, choice.directory, output);
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
  const { service, stage, env, workflow, write, now } = setting;
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
  workflow.output("digest", written.digest);
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
function broughtBack(run, commit) {
  if (!run && !commit) return void 0;
  if (!/^[1-9]\d{0,15}$/.test(run ?? ""))
    throw new UsageError(`--rollback-of ${run ?? ""}: is no ID of a run. Give both, --rollback-of and --commit.`);
  if (!COMMIT.test(commit ?? ""))
    throw new UsageError(`--commit ${commit ?? ""}: is no whole commit. Give its 40 digits.`);
  return { run: Number(run), commit };
}
function target(text2 = "") {
  if (!/^([0-9]*|[0-9a-f]{7,40})$/.test(text2)) {
    throw new UsageError(`--to ${text2.slice(0, 60)}: give the ID of a run, or at least seven digits of a commit.`);
  }
  return text2 === "" ? void 0 : text2;
}
async function inScratch(work) {
  const scratch = (0, import_node_fs13.mkdtempSync)((0, import_node_path13.join)((0, import_node_os2.tmpdir)(), "udp-service-rollback-"));
  try {
    return await work(scratch);
  } finally {
    (0, import_node_fs13.rmSync)(scratch, { recursive: true, force: true });
  }
}
function checkShown({ run, commit, digest }) {
  const forms = [
    ["--run", run, /^[1-9]\d{0,15}$/],
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
async function main(args2) {
  const { values, positionals } = (0, import_node_util2.parseArgs)({
    args: [...args2],
    allowPositionals: true,
    options: {
      debug: { type: "boolean" },
      ...Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }]))
    }
  });
  const [operation, stage = ""] = positionals;
  if (operation === "check") {
    requireSafeAssembly("cdk.out");
    return;
  }
  const setting = settingFor(stage);
  const { to, run = "", commit = "", digest = "" } = values;
  const back = () => broughtBack(values["rollback-of"], values.commit);
  switch (operation) {
    case "choose":
      return chooseForApproval(setting, target(to));
    case "fetch":
      return fetchShown(setting, { run, commit, digest }, "cdk.out");
    case "begin":
      return begin(setting, back());
    case "record":
      return record(setting, "cdk.out.tgz", "cdk.out", back());
    default:
      throw new UsageError(`${operation ?? ""}: is not one of check, choose, fetch, begin, record.`);
  }
}
var args = process.argv.slice(2);
main(args).catch((error) => {
  process.stderr.write(tellFailure(error, tellingOf(args, process.env)));
  process.exitCode = 2 /* USAGE */;
});
