/** The bill of materials: what is inside the published package, in CycloneDX 1.6. The same contents give the same bytes. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { keyOf } from '../build/contents.mjs';
import { inRoot } from '../lib/paths.mjs';

// The library belongs to a workspace of its own, so that nothing else has to agree with what it needs.
const { Enums, Models, Serialize, Spec } = createRequire(inRoot('tests', 'release', 'package.json'))(
  '@cyclonedx/cyclonedx-library',
);

/** The package URL of a part. The standard library comes with the compiler and from no registry. */
const purlOf = ({ from, name, version }) => (from === 'rust' ? undefined : `pkg:${from}/${name}@${version}`);

const licensed = (expression) => new Models.LicenseRepository([new Models.LicenseExpression(expression)]);

function componentOf(part) {
  const purl = purlOf(part);
  return new Models.Component(Enums.ComponentType.Library, part.name, {
    bomRef: keyOf(part),
    version: part.version,
    scope: Enums.ComponentScope.Required,
    licenses: licensed(part.licence),
    hashes: new Models.HashDictionary(part.hash ? [[part.hash.alg, part.hash.content]] : []),
    ...(part.about && { description: part.about }),
    ...(purl && { purl }),
  });
}

/** A UUID made of a text: the bits that say "made by name, with SHA-256" are of version 8. */
function uuidOf(text) {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * @param {{ name: string, version: string, description: string, license: string }} manifest of the package
 * @param {Awaited<ReturnType<typeof import('../build/contents.mjs').readContents>>} contents
 * @returns {string} JSON
 */
export function makeBom({ name, version, description, license }, { parts, uses }) {
  const components = new Map(parts.map((part) => [keyOf(part), componentOf(part)]));
  const depend = (component, keys) => {
    for (const key of keys) component.dependencies.add(components.get(key).bomRef);
  };
  for (const part of parts) depend(components.get(keyOf(part)), part.uses);
  const purl = `pkg:npm/${name}@${version}`;
  const about = { bomRef: purl, purl, version, description, licenses: licensed(license) };
  const root = new Models.Component(Enums.ComponentType.Library, name, about);
  depend(root, uses);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({
      component: root,
      lifecycles: new Models.LifecycleRepository([Enums.LifecyclePhase.Build]),
    }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  const write = () => serializer.serialize(bom, { sortLists: true, space: 2 });
  bom.serialNumber = `urn:uuid:${uuidOf(write())}`;
  return `${write()}\n`;
}
