/** Your app registration, your tenant, and the catalog in which packages are made. */
export const clientId = '00000000-0000-0000-0000-000000000000';
export const tenantId = 'contoso.onmicrosoft.com';
export const catalogId = '66584aae-98bb-48cc-9458-7bee5d2a6577'; // the sandbox has this one
