/**
 * Judges creates by the truth: what the server recorded and holds. It knows nothing of how the client works.
 *
 * Two kinds of second packages are told apart. One that the client made by a second request of its own is always
 * wrong. One that the browser made, by sending the same request twice (the same `client-request-id`), has to be
 * reported, unless it was made later than the one that was told and could be seen only after the last look, or the
 * caller's own abort or time limit cut the looking short.
 */

/**
 * @typedef {object} Truth what the server knows of one create
 * @property {any[]} records its requests, in the order of their arrival
 * @property {any[]} posts those that were to create
 * @property {string[]} made the ids of the packages that they made
 * @property {any[]} packages all packages of that name, a twin included
 */

/** Sorts the server's records by create. @returns {(create: { mark: string }) => Truth} */
export function readTruth({ requests, accessPackages }) {
  const byMark = new Map();
  const entry = (mark) => {
    if (!byMark.has(mark)) byMark.set(mark, { records: [], packages: [] });
    return byMark.get(mark);
  };
  const markIn = (text) => text.match(/[a-z]+\d{4,}x(?=[ %+])/)?.[0];
  for (const record of requests) {
    const mark = markIn(record.body) ?? markIn(record.url);
    if (mark) entry(mark).records.push(record);
  }
  for (const stored of accessPackages) {
    const mark = markIn(stored.displayName);
    if (mark) entry(mark).packages.push(stored);
  }
  return ({ mark }) => {
    const { records, packages } = entry(mark);
    const posts = records.filter(({ method }) => method === 'POST');
    return { records, packages, posts, made: posts.flatMap(({ created }) => created ?? []) };
  };
}

const idOf = ({ headers }) => headers['client-request-id'];

/** The requests whose whole answer the client says to have seen. */
const succeededIds = (attempts = []) =>
  new Set(attempts.filter(({ result }) => result === 'succeeded').map(({ clientRequestId }) => clientRequestId));

/** Answers that say for sure that nothing was done. A 429 is documented to be one. */
const SURE = [400, 401, 403, 404, 405, 412, 415, 422, 429];

/** Second requests of the client that no completed look came before, since the answer that left it open. */
function repeatsWithoutLook({ records, posts }, attempts) {
  const succeeded = new Set(
    attempts.filter(({ result }) => result === 'succeeded').map((each) => each.clientRequestId),
  );
  return posts.filter((post, at) => {
    const earlier = posts.slice(0, at).findLast((each) => idOf(each) !== idOf(post));
    const isBrowsers = posts.slice(0, at).some((each) => idOf(each) === idOf(post));
    if (!earlier || isBrowsers || SURE.includes(earlier.status)) return false;
    const between = records.slice(records.indexOf(earlier) + 1, records.indexOf(post));
    return !between.some((each) => each.method === 'GET' && each.status === 200 && succeeded.has(idOf(each)));
  });
}

/** Packages beyond the one that was told, by how they came to be and whether the caller knows of them. */
function findDoubles({ lagMs = 0, settles }, { records, posts, made, packages }, told) {
  const one = made.includes(told.id) ? told.id : made[0];
  const requestOf = (id) => idOf(posts.find(({ created }) => created === id));
  const known = new Set([...(told.duplicates ?? []), ...(told.candidates ?? [])]);
  const own = succeededIds(told.attempts);
  const looks = records.filter((each) => each.method === 'GET' && each.status === 200 && own.has(idOf(each)));
  const lastLook = Date.parse(looks.at(-1)?.time ?? 0);
  const doubles = made.filter((id) => id !== one);
  const madeAt = (id) => Date.parse(packages.find((each) => each.id === id)?.createdDateTime);
  // Who never looked afterwards has no excuse; nor is what was made before the told one any harder to see.
  // (In the same millisecond as the look is late, too: which of them came first is not recorded.)
  const isLate = (id) => lastLook >= madeAt(one) && madeAt(id) >= madeAt(one) && madeAt(id) + lagMs >= lastLook;
  // Who cuts a call short is told by the absence of `duplicates` that nobody could look.
  const cutShort = !settles && told.outcome === 'created' && told.duplicates === undefined;
  const isExcused = (id) => isLate(id) || (cutShort && looks.length > 0);
  const unreported = doubles.filter((id) => !known.has(id));
  return {
    byClient: doubles.filter((id) => requestOf(id) !== requestOf(one)),
    all: doubles,
    excused: unreported.filter(isExcused),
    unreported: unreported.filter((id) => !isExcused(id)),
  };
}

/** What is wrong with how the call ended. */
function judgeEnding({ twin, settles, call }, { made, posts, packages }, told) {
  const { code, outcome, ticket } = told;
  if (twin) {
    const ids = packages.map(({ id }) => id);
    if (posts.length > 0) return ['sent although the name was taken'];
    if (code === 'ERR_CONFLICT') return told.existing === ids[0] ? [] : ['conflict with another package'];
    return settles ? [`${code ?? outcome ?? told.name}, although the name is taken`] : [];
  }
  if (outcome !== undefined) {
    if (outcome !== 'created' && outcome !== 'adopted') return [`the outcome ${outcome}`];
    return made.includes(told.id) ? [] : [`false ${outcome}`];
  }
  if (code === 'ERR_OUTCOME_UNKNOWN') {
    return [...(ticket ? [] : ['unknown without a ticket']), ...(settles ? [`unknown (${told.reason})`] : [])];
  }
  if (code === 'ERR_THROTTLED' && ticket) return settles ? ['throttled, although there was time'] : [];
  if (made.length > 0) return [`false "not created": ${code ?? told.name}`];
  // An abort, or a time that was over, before anything was sent.
  if (code === undefined && call.abortAfterMs !== undefined) return posts.length === 0 ? [] : ['aborted in silence'];
  // To try twice in vain and say so is the truth too, and to send nothing when no look gets through. Not all arrives.
  const tries = (told.attempts ?? []).filter(({ purpose }) => purpose === 'create').length;
  const blind = tries === 0 && succeededIds(told.attempts).size === 0 && (told.attempts ?? []).length > 2;
  return settles && tries < 2 && !blind ? [`${code ?? told.name}, although it was not tried again`] : [];
}

/** What is wrong with what `recheck` said of it, after everything had come to rest. */
function judgeRecheck({ made }, recheck) {
  if (!recheck) return [];
  if (recheck.outcome === 'adopted') return made.includes(recheck.id) ? [] : ['recheck: false adopted'];
  if (recheck.outcome === 'notCreated') return made.length === 0 ? [] : ['recheck: false notCreated'];
  return [`recheck does not settle: ${recheck.code} ${recheck.reason ?? ''}`];
}

/**
 * @param {object} create as planned
 * @param {Truth} truth
 * @param {any} told what the page was told; `recheck` where it asked again with the ticket of an error, `afterReload`
 * where it did so with the one that came before the request went out
 */
export function judge(create, truth, told) {
  const { posts, made } = truth;
  const attempts = told.attempts ?? [];
  const requests = new Set(posts.map(idOf));
  const doubles = findDoubles(create, truth, told.recheck?.outcome ? told.recheck : told);
  const wrong = [
    ...judgeEnding(create, truth, told),
    ...judgeRecheck(truth, told.recheck),
    ...judgeRecheck(truth, told.afterReload),
  ];
  if (doubles.byClient.length > 0) wrong.push('created twice by the client');
  if (doubles.unreported.length > 0) wrong.push('a double that the caller was not told of');
  if (repeatsWithoutLook(truth, attempts).length > 0) wrong.push('sent again without a completed look');
  const unlisted = told.attempts && [...requests].some((id) => !attempts.some((each) => each.clientRequestId === id));
  if (unlisted) wrong.push('a request that no attempt tells of');
  return {
    wrong,
    resent: posts.length - requests.size,
    posts: requests.size,
    made: made.length,
    doubles: doubles.all.length,
    excused: doubles.excused.length,
    reported: doubles.all.length - doubles.excused.length - doubles.unreported.length,
    reused: posts[0]?.reused,
  };
}
