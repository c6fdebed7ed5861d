/** Small helpers over the DOM. All text goes in as text: the page runs under Trusted Types and has no policy. */

/** Finds an element of the page's own markup; its absence is a mistake of ours. */
export function byId<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`the page has no ${type.name} with the id ${id}`);
}

/** What {@link element} sets besides the children. */
export type Attributes = Record<string, string | boolean>;

/** Makes an element. A `false` attribute is left out, a `true` one is empty. */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Sets or removes an attribute. */
export function setAttribute(target: Element, name: string, value: string | undefined): void {
  if (value === undefined) target.removeAttribute(name);
  else target.setAttribute(name, value);
}

/** A button that puts text on the clipboard and says so. */
export function copyButton(text: () => string, label: string): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'button small', 'aria-label': label }, 'Copy');
  bindCopy(button, text);
  return button;
}

/** Makes a button of the page's markup copy text. */
export function bindCopy(button: HTMLButtonElement, text: () => string): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (word: string) => {
    button.textContent = word;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = 'Copy';
    }, 2_000);
  };
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      say('Copied');
      announce('Copied.');
    } catch {
      say('Not allowed');
      announce('The browser did not allow copying.');
    }
  });
}

let pending: ReturnType<typeof setTimeout> | undefined;

/**
 * Has assistive technology say a sentence, politely.
 *
 * @param delayMs waits so long for a newer sentence, so that typing does not make the region chatter.
 */
export function announce(text: string, delayMs = 50): void {
  const region = byId('announcer', HTMLElement);
  clearTimeout(pending);
  // Emptied first: a region whose text stays the same is not read again.
  region.textContent = '';
  pending = setTimeout(() => {
    region.textContent = text;
  }, delayMs);
}
