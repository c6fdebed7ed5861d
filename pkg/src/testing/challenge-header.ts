/** `WWW-Authenticate`, in the forms that Entra documents and Graph sends. */

/**
 * How a challenge is written: `bearer`, one challenge; `popFirst` and `bearerFirst`, a `PoP` challenge beside it in
 * the same header, in either order, as Graph sends it; `lines`, the two in header lines of their own.
 */
export type ChallengeForm = 'bearer' | 'popFirst' | 'bearerFirst' | 'lines';

/** How the claims are encoded: `base64` with padding, or `base64url` without. Both have been seen. */
export type ClaimsEncoding = 'base64' | 'base64url';

const authority = 'https://login.microsoftonline.com/common/oauth2/authorize';
/** Graph's own id. */
const resource = '00000003-0000-0000-c000-000000000000';
const common = `realm="", authorization_uri="${authority}", client_id="${resource}"`;

/** The challenge of a refusal that asks for no claims. */
export const plainChallenge = `Bearer ${common}`;

/** The header's lines for a challenge with claims. */
export function writeChallenge(
  claims: Readonly<Record<string, unknown>>,
  { form, encoding, description }: { form: ChallengeForm; encoding: ClaimsEncoding; description: string },
): string[] {
  const encoded = encodeBase64(JSON.stringify(claims), encoding);
  const bearer = `Bearer ${common}, error_description="${description}", error="insufficient_claims", claims="${encoded}"`;
  // A nonce looks like a token and has commas, equals signs and a scheme's name nowhere but where they belong.
  const nonce = encodeBase64('{"alg":"none","typ":"nonce"}', 'base64url');
  const pop = `PoP ${common}, nonce="${nonce}"`;
  if (form === 'bearer') return [bearer];
  if (form === 'popFirst') return [`${pop}, ${bearer}`];
  if (form === 'bearerFirst') return [`${bearer}, ${pop}`];
  return [pop, bearer];
}

/** Base64 of the text's UTF-8; `btoa` would take Latin-1 only. */
function encodeBase64(text: string, encoding: ClaimsEncoding): string {
  const last = encoding === 'base64' ? '+/' : '-_';
  const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`;
  const bytes = new TextEncoder().encode(text);
  let encoded = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(bytes.length - i, 3) + 1;
    for (let digit = 0; digit < digits; digit += 1) encoded += alphabet[(bits >> (18 - 6 * digit)) & 63];
  }
  return encoding === 'base64' ? encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=') : encoded;
}
