/** What happens between the authorization request and its answer: signing in and consenting. */
import { text } from 'node:stream/consumers';
import { consentPage, loginPage } from './pages.mjs';

/** The scopes that the application asked for and does not have yet. */
function missingScopes({ missingOIDCScope = [], missingResourceScopes = {} }) {
  return { oidc: missingOIDCScope, resources: Object.entries(missingResourceScopes) };
}

async function consent({ provider, steps }, { grantId, params, session, prompt }) {
  const grant =
    (grantId && (await provider.Grant.find(grantId))) ??
    new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { oidc, resources } = missingScopes(prompt.details);
  if (oidc.length > 0) grant.addOIDCScope(oidc.join(' '));
  for (const [resource, scopes] of resources) grant.addResourceScope(resource, scopes.join(' '));
  const id = await grant.save();
  steps.reach(id, params.claims);
  return { consent: { grantId: id } };
}

async function resultOf(server, interaction, form) {
  if (interaction.prompt.name === 'login') return { login: { accountId: form.get('login') } };
  if (form.get('answer') === 'accept') return consent(server, interaction);
  return { error: 'access_denied', error_description: 'The user cancelled.' };
}

/** Shows the page of an interaction, or takes what was entered there. */
export async function answerInteraction(server, request, response) {
  const { provider } = server;
  try {
    const interaction = await provider.interactionDetails(request, response);
    if (request.method === 'POST') {
      const result = await resultOf(server, interaction, new URLSearchParams(await text(request)));
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
      return;
    }
    const { oidc, resources } = missingScopes(interaction.prompt.details);
    const scopes = [...oidc, ...resources.flatMap(([, names]) => names)];
    const { uid } = interaction;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(interaction.prompt.name === 'login' ? loginPage(uid) : consentPage(uid, scopes));
  } catch (error) {
    response.writeHead(400).end(error.message);
  }
}
