/** Shows the request as it would go over the wire, before it does. */
import type { AccessPackageInput, PreparedRequest } from 'entra-access-packages';
import { bindCopy, byId, element } from './dom.js';

/** What stands for the parts that are made anew for each request, or that nobody may see. */
const PLACEHOLDERS: Record<string, string> = {
  Authorization: 'Bearer ••••••••',
  'client-request-id': '(a new GUID for each request)',
};

/** The panel beside the form. */
export class RequestPanel {
  readonly #note = byId('request-note', HTMLElement);
  readonly #body = byId('request-body', HTMLElement);
  readonly #copy = byId('copy-request', HTMLButtonElement);
  readonly #payload = element('pre', { class: 'payload', 'data-part': 'body', tabindex: '0', 'aria-label': 'Body' });
  readonly #exact = element('input', { type: 'radio', name: 'body-view', id: 'body-exact', checked: true });
  readonly #indented = element('input', { type: 'radio', name: 'body-view', id: 'body-indented' });
  #request: PreparedRequest | undefined;
  #asked = 0;

  constructor() {
    bindCopy(this.#copy, () => (this.#request ? asText(this.#request) : ''));
    for (const radio of [this.#exact, this.#indented]) radio.addEventListener('change', () => this.#showPayload());
  }

  /** Shows what is still missing in place of a request. */
  showMissing(missing: string[]): void {
    this.#asked += 1;
    this.#request = undefined;
    this.#body.hidden = true;
    this.#copy.hidden = true;
    this.#note.textContent = `Shown here, to the byte, once it is complete. Still open: ${missing.join(', ')}.`;
  }

  /** Asks the package what it would send and shows it. */
  async show(
    prepare: (input: AccessPackageInput) => Promise<PreparedRequest>,
    input: AccessPackageInput,
  ): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const request = await prepare(input);
    // Typing went on meanwhile, and a newer request is on its way.
    if (asked !== this.#asked) return;
    this.#request = request;
    this.#note.textContent = 'Create sends this, and again only when it is known that it was not done.';
    this.#copy.hidden = false;
    this.#body.hidden = false;
    if (this.#body.childElementCount === 0) this.#body.append(...this.#frame());
    this.#fill(request);
  }

  #frame(): HTMLElement[] {
    return [
      element('p', { class: 'request-line' }, element('span', { class: 'method' }), ' ', element('code')),
      element('dl', { class: 'headers' }),
      element(
        'div',
        { class: 'row' },
        element('p', { class: 'hint', 'data-part': 'size' }),
        element(
          'div',
          { class: 'segmented', role: 'radiogroup', 'aria-label': 'How to show the body' },
          element('label', {}, this.#exact, element('span', {}, 'Exact')),
          element('label', {}, this.#indented, element('span', {}, 'Indented')),
        ),
      ),
      this.#payload,
    ];
  }

  #fill(request: PreparedRequest): void {
    const [method, url] = this.#body.querySelectorAll('.request-line > *');
    if (method) method.textContent = request.method;
    if (url) url.textContent = request.url;
    const rows = Object.entries({ ...request.headers, ...PLACEHOLDERS });
    this.#body
      .querySelector('.headers')
      ?.replaceChildren(
        ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
      );
    this.#showPayload();
  }

  #showPayload(): void {
    const body = this.#request?.body ?? '';
    this.#payload.textContent = this.#indented.checked ? JSON.stringify(JSON.parse(body), null, 2) : body;
    const size = this.#body.querySelector('[data-part="size"]');
    const bytes = new TextEncoder().encode(body).length.toLocaleString('en');
    if (size) size.textContent = this.#indented.checked ? 'Body, indented for reading' : `Body, ${bytes} bytes`;
  }
}

/** The request as text for the clipboard, without a token. */
function asText({ method, url, headers, body }: PreparedRequest): string {
  const lines = Object.entries({ ...headers, ...PLACEHOLDERS }).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...lines, '', body].join('\n');
}
