/** The provider's pages, as plain as they can be: who are you, do you consent, do you want to sign out. */

const page = (title, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;

/** What may stand in text and in attributes. */
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Asks for a name; every name has an account. */
export const loginPage = (uid) =>
  page(
    'Who are you?',
    `<form method="post" action="/interaction/${escapeHtml(uid)}">
      <label>User name <input name="login" value="admin@contoso.example"></label> <button>Next</button></form>`,
  );

/** Asks for consent to the scopes. */
export const consentPage = (uid, scopes) =>
  page(
    'Permissions requested',
    `<ul>${scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')}</ul>
    <form method="post" action="/interaction/${escapeHtml(uid)}">
      <button name="answer" value="accept">Accept</button> <button name="answer" value="cancel">Cancel</button></form>`,
  );

/** Asks whether to sign out; the form is the provider's. */
export const logoutPage = (form) =>
  page('Sign out?', `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`);

/** Where the application did not say where to go back to. */
export const signedOutPage = () => page('Signed out', '<p>You may close this page.</p>');

/** Says what went wrong. */
export const errorPage = ({ error, error_description: description }) =>
  page('Sorry', `<p>${escapeHtml(error)}: ${escapeHtml(description ?? '')}</p>`);
