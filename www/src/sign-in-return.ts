/** The other end of the popup: what this page does when a sign-in or sign-out comes back to its address. */
import { element } from './dom.js';

/** Whether the address carries the answer of a sign-in (in the fragment) or of a sign-out (in the query). */
export function comesFromSignIn(): boolean {
  return [location.hash, location.search].some((part) => new URLSearchParams(part.slice(1)).has('state'));
}

/** Hands the answer to the page that opened this window, which closes it. */
export async function handOver(): Promise<void> {
  document.body.replaceChildren(element('main', {}, element('p', {}, 'Done. You can close this window.')));
  try {
    const { broadcastResponseToMainFrame } = await import('@azure/msal-browser/redirect-bridge');
    await broadcastResponseToMainFrame();
  } catch {
    // An address that only looks like an answer, such as an old bookmark.
    location.replace(location.pathname);
  }
}
