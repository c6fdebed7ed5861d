/** The Content-Security-Policy lines of the README, against the policy under which the portal is tested. */
import { connectSources, contentSecurityPolicy } from '../../www/csp.mjs';

/** A policy as sources by directive. */
export function parsePolicy(policy) {
  const directives = policy
    .split(';')
    .map((part) => part.trim().split(/\s+/))
    .filter(([name]) => name);
  return new Map(directives.map(([name, ...sources]) => [name, sources]));
}

/** The policies that a block of HTML or of HTTP headers sets. */
export function policiesIn(code) {
  const header = code.matchAll(/^\s*Content-Security-Policy:\s*(.+)$/gim);
  const meta = code.matchAll(/<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"/gi);
  return [...header, ...meta].map((match) => match[1]);
}

/** What a policy of the README allows that the portal does without, or lacks that the package needs. */
export function policyProblems(policy) {
  const tested = parsePolicy(contentSecurityPolicy({ connect: connectSources({}) }));
  const shown = parsePolicy(policy);
  const surplus = [...shown].flatMap(([directive, sources]) =>
    sources
      .filter((source) => !tested.get(directive)?.includes(source))
      .map((source) => `${directive} ${source} is not in the tested policy`),
  );
  const needed = { 'script-src': "'wasm-unsafe-eval'", 'connect-src': 'https://graph.microsoft.com' };
  const missing = Object.entries(needed)
    .filter(([directive, source]) => !shown.get(directive)?.includes(source))
    .map(([directive, source]) => `${directive} lacks ${source}`);
  return [...surplus, ...missing];
}
