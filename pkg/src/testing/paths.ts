/** The paths that the service knows. */

/** Below this, everything of entitlement management lives. */
export const serviceRoot = '/v1.0/identityGovernance/entitlementManagement';

/** Makes a test for paths from a text with `*` for one segment, from a regular expression, or for every path. */
export function createPathTest(path: string | RegExp | undefined): (pathname: string) => boolean {
  if (path === undefined) return () => true;
  // A global or sticky expression remembers where it stopped; each path is searched from its beginning.
  if (path instanceof RegExp)
    return (pathname) => new RegExp(path.source, path.flags.replace(/[gy]/g, '')).test(pathname);
  if (typeof path !== 'string') throw new TypeError('Not a fault: "match.path" must be a string or a RegExp.');
  const wanted = splitPath(path.startsWith('/') ? path : `${serviceRoot}/${path}`);
  return (pathname) => {
    const found = splitPath(pathname);
    return found.length === wanted.length && wanted.every((part, i) => part === '*' || part === found[i]);
  };
}

/** The segments of a path in lower case, because Graph's paths do not depend on case. */
export function splitPath(pathname: string): string[] {
  return pathname.toLowerCase().split('/').slice(1);
}
