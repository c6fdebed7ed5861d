/** The paths that the service knows. */

/** Below this, everything of entitlement management lives. */
export const serviceRoot = '/v1.0/identityGovernance/entitlementManagement';

/** Makes a test for paths from a text with `*` for one segment, from a regular expression, or for every path. */
export function createPathTest(path: string | RegExp | undefined): (pathname: string) => boolean {
  if (path === undefined) return () => true;
  if (path instanceof RegExp) return createTextTest(path);
  if (typeof path !== 'string') throw new TypeError('Not a fault: "match.path" must be a string or a RegExp.');
  const wanted = splitPath(path.startsWith('/') ? path : `${serviceRoot}/${path}`);
  return (pathname) => {
    const found = splitPath(pathname);
    return found.length === wanted.length && wanted.every((part, i) => part === '*' || part === found[i]);
  };
}

/** Makes a test that searches an expression in texts, each from its beginning: a global or sticky one would go on. */
export function createTextTest({ source, flags }: RegExp): (text: string) => boolean {
  const stateless = new RegExp(source, flags.replace(/[gy]/g, ''));
  return (text) => stateless.test(text);
}

/** The segments of a path in lower case, because Graph's paths do not depend on case. */
export function splitPath(pathname: string): string[] {
  return pathname.toLowerCase().split('/').slice(1);
}
