/** The rules of an access package, as every candidate that checks has them. */

export const NAME_MAX = 1_024;
export const DESCRIPTION_MAX = 10_000;
export const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
export const isTrimmed = (text) => text === text.trim();

/** The regular expressions of JSON Schema, which has no flags. */
export const GUID_SOURCE = GUID.source.replaceAll('a-f', 'a-fA-F');
export const TRIMMED_SOURCE = '^(?!\\s)[^]*(?<!\\s)$';
