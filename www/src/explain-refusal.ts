/** Says why Graph refused, what may be missing, and what mends it. */
import type { Denial, GraphError, Remedy } from 'entra-access-packages';
import { type Doing, type Explanation, type Missing, PERMISSION, type Situation } from './explanation.js';

const DID_NOTHING: Record<Doing, string> = {
  create: 'Nothing was created.',
  recheck: 'The look could not be finished.',
  delete: 'Nothing was deleted.',
  list: 'Graph gave no list.',
  contents: 'Graph gave no list.',
};

/** Explains a refusal, or a failure of Graph that is known to have done nothing. */
export function explainRefusal(error: GraphError, situation: Situation): Explanation {
  const { status, graphCode, claims, denial } = error;
  const { doing } = situation;
  if (claims !== undefined && (status === 401 || status === 403)) {
    return withSignIn(situation, {
      title: 'Graph asks for a stronger sign-in',
      done: 'no',
      text: `A policy of the tenant wants more than the sign-in shows, and a new token did not do. ${DID_NOTHING[doing]}`,
      next: ['Sign in again, and complete what the tenant asks for on the way.'],
    });
  }
  if (status === 401) {
    const next = situation.identity === 'tenant' ? 'Sign in again, then repeat it.' : 'Try again with a new token.';
    return withSignIn(situation, {
      title: 'Graph does not accept the sign-in',
      done: 'no',
      text: `The token was revoked or is not for this service, and a new one did not do either. ${DID_NOTHING[doing]}`,
      next: [next],
    });
  }
  if (graphCode === 'NoLicense' || graphCode === 'NoGovernanceSku') return explainLicence(graphCode, denial);
  if (status === 403) return explainForbidden(doing, denial);
  if (status === 404) return explainNotFound(doing);
  if (status === 400) {
    return {
      title: 'Graph does not accept the request',
      done: 'no',
      text:
        `It found something wrong with what was sent. ${DID_NOTHING[doing]}` +
        (doing === 'create' ? ' A catalog that does not exist is a known cause.' : ''),
      next: [
        ...(doing === 'create' ? ['Pick the catalog again from the list.'] : []),
        ...(doing === 'delete'
          ? ['A package that people are assigned to cannot be deleted: remove the assignments.']
          : []),
        'Look at Graph’s own words in the technical details.',
      ],
    };
  }
  if (status === 408 || status === 499 || status >= 500) {
    return {
      title: `Graph failed (status ${status})`,
      done: 'no',
      text: doing === 'create' ? 'Looks have shown that nothing was created.' : DID_NOTHING[doing],
      next: ['Try again in a few minutes.'],
    };
  }
  return {
    title: `Graph refused (status ${status})`,
    done: 'no',
    text: DID_NOTHING[doing],
    next: ['Look at Graph’s own words in the technical details.'],
  };
}

function withSignIn({ identity }: Situation, explanation: Explanation): Explanation {
  return identity === 'tenant' ? { ...explanation, signIn: true } : explanation;
}

function explainLicence(graphCode: 'NoLicense' | 'NoGovernanceSku', denial: Denial | undefined): Explanation {
  return {
    title: 'The tenant lacks the licence',
    done: 'no',
    text:
      graphCode === 'NoLicense'
        ? 'Entitlement management needs Microsoft Entra ID P2 or Microsoft Entra ID Governance. Graph did nothing.'
        : 'What was asked for needs Microsoft Entra ID Governance. Graph did nothing.',
    ...whatIsMissing(denial, ['Have a licence assigned to the tenant, bought or trial, then try again.']),
  };
}

function explainForbidden(doing: Doing, denial: Denial | undefined): Explanation {
  if (doing !== 'create' && doing !== 'delete') {
    return {
      title: {
        list: 'You may not list catalogs',
        contents: 'You may not list its packages',
        recheck: 'You may not look',
      }[doing],
      done: 'no',
      text: `Graph refused. The app needs the permission ${PERMISSION}, and you need a role in entitlement management.`,
      next: doing === 'list' ? ['If you know the catalog’s id, paste it above.'] : [],
    };
  }
  const what = doing === 'create' ? 'create packages in this catalog' : 'delete packages of this catalog';
  return {
    title: `You may not ${what}`,
    done: 'no',
    text: ['Graph refused.', DID_NOTHING[doing], catalogText(denial)].filter(Boolean).join(' '),
    ...whatIsMissing(denial, [
      'Have an administrator give you the role Access package manager or Catalog owner of this catalog, or the Entra ' +
        'role Identity Governance Administrator.',
      `Check that the app registration has ${PERMISSION} with admin consent, then sign in again.`,
    ]),
  };
}

/** What can be said beyond the refusal: whether the same sign-in can read the catalog. */
function catalogText(denial: Denial | undefined): string {
  switch (denial?.catalog) {
    case 'readable':
      return 'The same sign-in can read the catalog, so it is one that the tenant has.';
    case 'notFound':
      return 'The same sign-in does not find the catalog: its id is wrong, or it may not be seen.';
    case 'unreadable':
      return 'The same sign-in cannot read the catalog either.';
    default:
      return '';
  }
}

const MISSING: Record<Remedy['missing'], string> = {
  license: 'A licence',
  permission: 'The app’s permission',
  consent: 'An administrator’s consent',
  role: 'A role',
  catalog: 'The right catalog',
};

/** The package's remedies where it gives some, else advice of our own. */
function whatIsMissing(denial: Denial | undefined, advice: string[]): { next: string[]; missing?: Missing[] } {
  const missing = (denial?.remedies ?? []).map(({ missing, fix }) => ({ name: MISSING[missing], fix }));
  return missing.length > 0 ? { next: [], missing } : { next: advice };
}

function explainNotFound(doing: Doing): Explanation {
  const what: Record<Doing, string> = {
    create: 'the catalog',
    recheck: 'the catalog',
    delete: 'the package',
    list: 'the catalogs',
    contents: 'the catalog',
  };
  return {
    title: `Graph does not find ${what[doing]}`,
    done: 'no',
    text: `What the request names does not exist in this tenant, or you may not see it. ${DID_NOTHING[doing]}`,
    next:
      doing === 'create'
        ? ['Pick the catalog again from the list.', 'Check the tenant that you are signed in to.']
        : ['Check the tenant that you are signed in to.'],
  };
}
