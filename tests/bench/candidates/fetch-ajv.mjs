import Ajv from 'ajv';
import { DESCRIPTION_MAX, GUID_SOURCE, NAME_MAX, TRIMMED_SOURCE } from './rules.mjs';
import { post } from './wire.mjs';

const validate = new Ajv({ allErrors: true }).compile({
  type: 'object',
  required: ['displayName', 'description', 'isHidden', 'catalogId'],
  properties: {
    displayName: { type: 'string', minLength: 1, maxLength: NAME_MAX, pattern: TRIMMED_SOURCE },
    description: { type: 'string', maxLength: DESCRIPTION_MAX },
    isHidden: { type: 'boolean' },
    catalogId: { type: 'string', pattern: GUID_SOURCE },
  },
});

export const open = (to) => async (form) => {
  if (!validate(form)) throw Object.assign(new Error('invalid'), { problems: validate.errors });
  return post(to, form);
};
