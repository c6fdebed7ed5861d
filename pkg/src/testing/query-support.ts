/** Which forms of a query the service supports: Graph refuses some, and has been seen to ignore some silently. */
import { requireKeys, requireOneOf } from './checks.js';

/**
 * What becomes of a form of a query: it is `honoured`; `refused` with 400; or `ignored`, so that the answer is as if
 * it had not been asked for.
 */
export type QuerySupport = 'honoured' | 'refused' | 'ignored';

/** What becomes of each form of `$filter`. */
export interface FilterSupport {
  /** `displayName eq '…'`. Default: `honoured`. */
  nameEquals?: QuerySupport | undefined;
  /** `contains(tolower(displayName),'…')`, also without `tolower`. Default: `honoured`. */
  nameContains?: QuerySupport | undefined;
  /** `catalog/id eq '…'`. Default: `honoured`. */
  catalogEquals?: QuerySupport | undefined;
  /** `accessPackage/id eq '…'`, on assignments and policies. Default: `honoured`. */
  packageEquals?: QuerySupport | undefined;
  /**
   * Conditions joined by `and`. Where it is honoured, each condition counts by itself: one that is refused has the
   * whole refused, one that is ignored lets everything through. Default: `honoured`.
   */
  and?: QuerySupport | undefined;
  /** Everything else, e.g. the `catalogId eq '…'` of beta, and what is no filter at all. Default: `refused`. */
  others?: 'refused' | 'ignored' | undefined;
}

/** What becomes of each form of `$expand`. */
export interface ExpandSupport {
  /** `$expand=catalog` on one access package and on their list. Default: `honoured`. */
  catalog?: QuerySupport | undefined;
  /** `$expand=assignmentPolicies` on one access package and on their list. Default: `honoured`. */
  assignmentPolicies?: QuerySupport | undefined;
  /** `$expand=resourceRoleScopes` on one access package and on their list. Default: `honoured`. */
  resourceRoleScopes?: QuerySupport | undefined;
  /** `$expand=accessPackage` on assignments and policies. Default: `honoured`. */
  accessPackage?: QuerySupport | undefined;
  /** More than one relationship in one `$expand`. Default: `honoured`. */
  several?: QuerySupport | undefined;
  /** `$expand=accessPackages` on the list of catalogs. Default: `honoured`. */
  accessPackagesOfCatalogs?: QuerySupport | undefined;
  /** `$expand=accessPackages` on one catalog. Default: `honoured`. */
  accessPackagesOfCatalog?: QuerySupport | undefined;
}

/** Filled in. */
export type FilterRules = { [Form in keyof FilterSupport]-?: QuerySupport };
export type ExpandRules = { [Form in keyof ExpandSupport]-?: QuerySupport };

const support = ['honoured', 'refused', 'ignored'] satisfies QuerySupport[];
const filterForms = ['nameEquals', 'nameContains', 'catalogEquals', 'packageEquals', 'and', 'others'] as const;
const expandForms = [
  ...(['catalog', 'assignmentPolicies', 'resourceRoleScopes', 'accessPackage', 'several'] as const),
  ...(['accessPackagesOfCatalogs', 'accessPackagesOfCatalog'] as const),
];

export function readFilterSupport(option: QuerySupport | FilterSupport = {}): FilterRules {
  const rules = readForms(option, 'filters', filterForms);
  // What the service has no meaning for, it cannot honour.
  const { others } = typeof option === 'object' ? option : { others: undefined };
  if (others !== undefined) requireOneOf(others, '"filters.others"', ['refused', 'ignored']);
  return { ...rules, others: others ?? (option === 'ignored' ? 'ignored' : 'refused') };
}

export function readExpandSupport(option: QuerySupport | ExpandSupport = {}): ExpandRules {
  return readForms(option, 'expand', expandForms);
}

function readForms<Form extends string>(
  option: QuerySupport | { [Name in Form]?: QuerySupport | undefined },
  name: string,
  forms: readonly Form[],
): Record<Form, QuerySupport> {
  if (typeof option !== 'object' || option === null) {
    requireOneOf(option, `"${name}"`, support);
    return Object.fromEntries(forms.map((form) => [form, option])) as Record<Form, QuerySupport>;
  }
  requireKeys(option, `"${name}"`, forms);
  const read = forms.map((form) => {
    const value: unknown = option[form] ?? 'honoured';
    requireOneOf(value, `"${name}.${form}"`, support);
    return [form, value];
  });
  return Object.fromEntries(read) as Record<Form, QuerySupport>;
}
