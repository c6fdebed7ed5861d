/** Checks written by hand. */
import { DESCRIPTION_MAX, GUID, isTrimmed, NAME_MAX } from './rules.mjs';

export function check({ displayName, description, isHidden, catalogId }) {
  const problems = [];
  const add = (path, code, message) => problems.push({ path, code, message });
  if (typeof displayName !== 'string' || displayName === '') add('displayName', 'required', 'displayName is required');
  else if (displayName.length > NAME_MAX) add('displayName', 'tooLong', 'displayName is too long');
  else if (!isTrimmed(displayName)) add('displayName', 'outerWhiteSpace', 'displayName has outer white space');
  if (typeof description !== 'string') add('description', 'notAString', 'description is no text');
  else if (description.length > DESCRIPTION_MAX) add('description', 'tooLong', 'description is too long');
  if (typeof isHidden !== 'boolean') add('isHidden', 'notABoolean', 'isHidden is neither true nor false');
  if (!GUID.test(catalogId)) add('catalogId', 'notAGuid', 'catalogId is not a GUID');
  return problems;
}
