/** The request of a create, for the candidates that write it down themselves. */

export const PATH = 'identityGovernance/entitlementManagement/accessPackages';

/** What Graph takes, from what a form holds. */
export const toBody = ({ displayName, description, isHidden, catalogId }) => ({
  displayName,
  description,
  isHidden,
  catalog: { id: catalogId },
});

/** Sends it with `fetch`, and gives the id. */
export async function post({ origin, token }, form) {
  const response = await fetch(`${origin}/v1.0/${PATH}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(toBody(form)),
  });
  if (!response.ok) throw new Error(`Graph answered with ${response.status}`);
  return (await response.json()).id;
}
