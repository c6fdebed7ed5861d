/** Claims that are asked for, as JSON text. */

type Claims = Record<string, unknown>;

/**
 * Puts together what Graph wants of the token and what the tenant wants of the sign-in, so that one sign-in serves both.
 * Where they speak of the same claim, the tenant has the last word.
 */
export function mergeClaims(ofGraph: string | undefined, ofTenant: unknown): string | undefined {
  if (typeof ofTenant !== 'string' || ofTenant === '') return ofGraph;
  if (ofGraph === undefined) return ofTenant;
  try {
    const merged: Claims = JSON.parse(ofGraph);
    for (const [place, claims] of Object.entries<Claims>(JSON.parse(ofTenant))) {
      merged[place] = { ...(merged[place] as Claims | undefined), ...claims };
    }
    return JSON.stringify(merged);
  } catch {
    return ofGraph;
  }
}
