/** What a component of `@azure/msal-react` has. */
import { type IMsalContext, MsalContext, useMsal } from '@azure/msal-react';
import { createAccessPackageClient } from 'entra-access-packages';
import { msalGetToken } from 'entra-access-packages/msal';
import { useContext, useMemo } from 'react';

export function useClient() {
  const { instance } = useMsal();
  return useMemo(
    () => createAccessPackageClient({ getToken: msalGetToken(instance, { interaction: 'popup' }) }),
    [instance],
  );
}

export function useClientOf(context: IMsalContext) {
  const [first] = context.accounts;
  const account = () => first ?? null;
  createAccessPackageClient({ getToken: msalGetToken(useContext(MsalContext).instance, { account }) });
}

export function DoesNotCompile({ accounts }: IMsalContext) {
  const context = useMsal();
  msalGetToken(context); // TS2345 TS2739
  msalGetToken(accounts); // TS2345 TS2739
  msalGetToken(context.instance, { account: accounts }); // TS2322
  msalGetToken(context.instance, { interaction: context.inProgress }); // TS2322
}
